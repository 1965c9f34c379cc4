using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Pooling;

/// <summary>Maximum over windows, vectorised over channels. NaN wins.</summary>
internal static unsafe class MaxPool
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolShape s, float* x, float* y)
    {
        var job = new ForwardJob { S = s, X = x, Y = y };
        PoolWork.Start(ref job, s.N * s.OH, (long)s.N * s.OH * s.OW * s.C * s.KH * s.KW);
    }

    /// <summary>
    /// dx = dy at the first place (in row-major order of the window) that holds the maximum, summed over windows; with <paramref name="positive"/> only
    /// where that maximum is above zero, as the gradient of a ReLU before the pooling has it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(in PoolShape s, float* x, float* y, float* dy, float* dx, bool positive = false)
    {
        var job = new GradientJob { S = s, X = x, Y = y, Dy = dy, Dx = dx, Positive = positive };
        PoolWork.Start(ref job, s.N, (long)s.N * s.OH * s.OW * s.C * s.KH * s.KW);
    }

    /// <summary>One row of the result.</summary>
    private struct ForwardJob : IParallelJob
    {
        public PoolShape S;
        public float* X;
        public float* Y;

        public void Run(int index)
        {
            switch (SimdLevel.Bits)
            {
                case 512:
                    Row<Simd512<float>, Vector512<float>>(index);
                    break;
                case 256:
                    Row<Simd256<float>, Vector256<float>>(index);
                    break;
                default:
                    Row<Simd128<float>, Vector128<float>>(index);
                    break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row<TSimd, V>(int index)
            where TSimd : ISimd<V, float>
            where V : struct
        {
            int n = index / S.OH, channels = S.C, w = TSimd.Count;
            S.Rows(index % S.OH, out int y0, out int y1);
            float* image = X + ((long)n * S.H * S.W * channels);
            nint rowSize = (nint)S.W * channels;
            for (int ox = 0; ox < S.OW; ox++)
            {
                S.Columns(ox, out int x0, out int x1);
                float* to = Y + ((((long)index * S.OW) + ox) * channels);
                float* window = image + (y0 * rowSize) + ((nint)x0 * channels);
                int c = 0;
                for (bool pairs = y1 - y0 == 2 && x1 - x0 == 2; pairs && c + w <= channels; c += w)
                {
                    // The usual window, without loops.
                    float* p = window + c;
                    V upper = TSimd.Max(TSimd.Load(p), TSimd.Load(p + channels));
                    V lower = TSimd.Max(TSimd.Load(p + rowSize), TSimd.Load(p + rowSize + channels));
                    TSimd.Store(TSimd.Max(upper, lower), to + c);
                }
                for (; c + w <= channels; c += w)
                {
                    V best = TSimd.Splat(float.NegativeInfinity);
                    float* row = window + c;
                    for (int y = y0; y < y1; y++)
                    {
                        float* p = row;
                        for (int x = x0; x < x1; x++)
                        {
                            best = TSimd.Max(best, TSimd.Load(p));
                            p += channels;
                        }
                        row += rowSize;
                    }
                    TSimd.Store(best, to + c);
                }
                for (; c < channels; c++)
                {
                    float best = float.NegativeInfinity;
                    for (int y = y0; y < y1; y++)
                    {
                        for (int x = x0; x < x1; x++)
                        {
                            best = MathF.Max(best, image[(y * rowSize) + ((nint)x * channels) + c]);
                        }
                    }
                    to[c] = best;
                }
            }
        }
    }

    /// <summary>One image: windows may overlap, so an image is one part and its windows are added in order.</summary>
    private struct GradientJob : IParallelJob
    {
        public PoolShape S;
        public float* X;
        public float* Y;
        public float* Dy;
        public float* Dx;
        public bool Positive;

        public void Run(int index)
        {
            switch (SimdLevel.Bits)
            {
                case 512:
                    Image<Simd512<float>, Vector512<float>>(index);
                    break;
                case 256:
                    Image<Simd256<float>, Vector256<float>>(index);
                    break;
                default:
                    Image<Simd128<float>, Vector128<float>>(index);
                    break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Image<TSimd, V>(int n)
            where TSimd : ISimd<V, float>
            where V : struct
        {
            int channels = S.C, w = TSimd.Count;
            nint rowSize = (nint)S.W * channels, size = S.H * rowSize;
            float* image = X + (n * size), result = Dx + (n * size);
            // Windows that do not overlap write every element once, those that also leave no gap write all.
            bool disjoint = S.StrideH >= S.KH && S.StrideW >= S.KW;
            if (!(disjoint && S.Tiles))
            {
                new Span<float>(result, (int)size).Clear();
            }
            for (int oy = 0; oy < S.OH; oy++)
            {
                S.Rows(oy, out int y0, out int y1);
                for (int ox = 0; ox < S.OW; ox++)
                {
                    S.Columns(ox, out int x0, out int x1);
                    nint pixel = ((((nint)n * S.OH) + oy) * S.OW + ox) * channels;
                    nint window = (y0 * rowSize) + ((nint)x0 * channels);
                    int c = 0;
                    for (; c + w <= channels; c += w)
                    {
                        // The gradient still to be placed: a lane becomes zero once its maximum is found. NaN finds itself.
                        V top = TSimd.Load(Y + pixel + c), rest = TSimd.Load(Dy + pixel + c);
                        rest = Positive ? TSimd.And(rest, TSimd.Less(TSimd.Zero, top)) : rest;
                        nint row = window + c;
                        if (disjoint && y1 - y0 == 2 && x1 - x0 == 2)
                        {
                            // The usual window, without loops.
                            TSimd.Store(Part<TSimd, V>(image + row, top, ref rest), result + row);
                            TSimd.Store(Part<TSimd, V>(image + row + channels, top, ref rest), result + row + channels);
                            row += rowSize;
                            TSimd.Store(Part<TSimd, V>(image + row, top, ref rest), result + row);
                            TSimd.Store(Part<TSimd, V>(image + row + channels, top, ref rest), result + row + channels);
                            continue;
                        }
                        for (int y = y0; y < y1; y++)
                        {
                            nint p = row;
                            for (int x = x0; x < x1; x++)
                            {
                                V part = Part<TSimd, V>(image + p, top, ref rest);
                                TSimd.Store(disjoint ? part : TSimd.Add(TSimd.Load(result + p), part), result + p);
                                p += channels;
                            }
                            row += rowSize;
                        }
                    }
                    for (; c < channels; c++)
                    {
                        PlaceOne(image, result, window + c, y1 - y0, x1 - x0, Y[pixel + c], Positive && !(Y[pixel + c] > 0) ? 0 : Dy[pixel + c], disjoint);
                    }
                }
            }
        }

        /// <summary>What a pixel receives of the gradient that is still to be placed.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Part<TSimd, V>(float* pixel, V top, ref V rest)
            where TSimd : ISimd<V, float>
            where V : struct
        {
            V value = TSimd.Load(pixel);
            V same = TSimd.Or(TSimd.Equal(value, top), TSimd.Xor(TSimd.Equal(value, value), TSimd.Equal(TSimd.Zero, TSimd.Zero)));
            V part = TSimd.And(same, rest);
            rest = TSimd.Xor(rest, part);
            return part;
        }

        private readonly void PlaceOne(float* image, float* result, nint at, int height, int width, float top, float gradient, bool disjoint)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    nint p = at + ((((nint)y * S.W) + x) * S.C);
                    bool same = image[p] == top || float.IsNaN(image[p]);
                    result[p] = (disjoint ? 0 : result[p]) + (same ? gradient : 0);
                    gradient = same ? 0 : gradient;
                }
            }
        }
    }
}

/// <summary>Small poolings stay on the caller.</summary>
internal static class PoolWork
{
    public static void Start<TJob>(ref TJob job, int parts, long work)
        where TJob : unmanaged, IParallelJob
    {
        if (work >= 1 << 15)
        {
            WorkerPool.Run(ref job, parts);
            return;
        }
        for (int i = 0; i < parts; i++)
        {
            job.Run(i);
        }
    }
}
