using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Pooling;

/// <summary>Sums over windows. Pixels outside the image count as 0.</summary>
internal static unsafe class SumPool
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolShape s, float* x, float* y)
    {
        var job = new SumJob { S = s, X = x, Y = y };
        PoolWork.Start(ref job, s.N * s.OH, (long)s.N * s.OH * s.OW * s.C * s.KH * s.KW);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(in PoolShape s, float* dy, float* dx)
    {
        var job = new SumJob { S = s, X = dx, Y = dy, Backward = true };
        PoolWork.Start(ref job, s.N, (long)s.N * s.OH * s.OW * s.C * s.KH * s.KW);
    }

    /// <summary>Forward: one row of the result. Backward: one image, for windows may overlap.</summary>
    private struct SumJob : IParallelJob
    {
        public PoolShape S;
        public float* X;
        public float* Y;
        public bool Backward;

        public void Run(int index)
        {
            switch (SimdLevel.Bits)
            {
                case 512:
                    At<Simd512<float>, Vector512<float>>(index);
                    break;
                case 256:
                    At<Simd256<float>, Vector256<float>>(index);
                    break;
                default:
                    At<Simd128<float>, Vector128<float>>(index);
                    break;
            }
        }

        private readonly void At<TSimd, V>(int index)
            where TSimd : ISimd<V, float>
            where V : struct
        {
            if (!Backward)
            {
                Row<TSimd, V>(index);
                return;
            }
            nint size = (nint)S.H * S.W * S.C;
            new Span<float>(X + (index * size), (int)size).Clear();
            for (int oy = 0; oy < S.OH; oy++)
            {
                SpreadRow<TSimd, V>((index * S.OH) + oy);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row<TSimd, V>(int index)
            where TSimd : ISimd<V, float>
            where V : struct
        {
            int channels = S.C, w = TSimd.Count;
            S.Rows(index % S.OH, out int y0, out int y1);
            nint rowSize = (nint)S.W * channels;
            float* image = X + ((nint)(index / S.OH) * S.H * rowSize);
            for (int ox = 0; ox < S.OW; ox++)
            {
                S.Columns(ox, out int x0, out int x1);
                float* to = Y + ((((nint)index * S.OW) + ox) * channels);
                float* window = image + (y0 * rowSize) + ((nint)x0 * channels);
                int c = 0;
                for (; c + w <= channels; c += w)
                {
                    V sum = TSimd.Zero;
                    float* row = window + c;
                    for (int y = y0; y < y1; y++)
                    {
                        float* p = row;
                        for (int x = x0; x < x1; x++)
                        {
                            sum = TSimd.Add(sum, TSimd.Load(p));
                            p += channels;
                        }
                        row += rowSize;
                    }
                    TSimd.Store(sum, to + c);
                }
                for (; c < channels; c++)
                {
                    float sum = 0;
                    for (int y = 0; y < y1 - y0; y++)
                    {
                        for (int x = 0; x < x1 - x0; x++)
                        {
                            sum += window[(y * rowSize) + ((nint)x * channels) + c];
                        }
                    }
                    to[c] = sum;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void SpreadRow<TSimd, V>(int index)
            where TSimd : ISimd<V, float>
            where V : struct
        {
            int channels = S.C, w = TSimd.Count;
            S.Rows(index % S.OH, out int y0, out int y1);
            nint rowSize = (nint)S.W * channels;
            float* image = X + ((nint)(index / S.OH) * S.H * rowSize);
            for (int ox = 0; ox < S.OW; ox++)
            {
                S.Columns(ox, out int x0, out int x1);
                float* from = Y + ((((nint)index * S.OW) + ox) * channels);
                for (int y = y0; y < y1; y++)
                {
                    float* p = image + (y * rowSize) + ((nint)x0 * channels);
                    for (int x = x0; x < x1; x++)
                    {
                        int c = 0;
                        for (; c + w <= channels; c += w)
                        {
                            V value = TSimd.Add(TSimd.Load(from + c), TSimd.Load(p + c));
                            TSimd.Store(value, p + c);
                        }
                        for (; c < channels; c++)
                        {
                            p[c] += from[c];
                        }
                        p += channels;
                    }
                }
            }
        }
    }
}
