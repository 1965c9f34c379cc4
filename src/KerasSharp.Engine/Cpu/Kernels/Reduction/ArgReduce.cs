using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Reduction;

/// <summary>Position of the extreme of each row: the first one if it occurs again; a NaN counts as the extreme, as in NumPy.</summary>
internal static unsafe class ArgReduce
{
    public static void ArgMax(long rows, int cols, float* x, int* y) => Run<MaxReduction>(rows, cols, x, y);

    public static void ArgMin(long rows, int cols, float* x, int* y) => Run<MinReduction>(rows, cols, x, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOp>(long rows, int cols, float* x, int* y)
        where TOp : IReduction
    {
        switch (SimdLevel.BitsFor<float>(cols))
        {
            case 512:
                At<TOp, Simd512<float>, Vector512<float>>(rows, cols, x, y);
                break;
            case 256:
                At<TOp, Simd256<float>, Vector256<float>>(rows, cols, x, y);
                break;
            default:
                At<TOp, Simd128<float>, Vector128<float>>(rows, cols, x, y);
                break;
        }
    }

    private static void At<TOp, S, V>(long rows, int cols, float* x, int* y)
        where TOp : IReduction
        where S : ISimd<V, float>
        where V : struct
    {
        var job = new Job<TOp, S, V> { Cols = cols, X = x, Y = y };
        Ranges.Run(ref job, rows, cols);
    }

    private struct Job<TOp, S, V> : IRangeJob
        where TOp : IReduction
        where S : ISimd<V, float>
        where V : struct
    {
        public int Cols;
        public float* X;
        public int* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            float* lanes = stackalloc float[16];
            for (long row = first; row < end; row++)
            {
                float* x = X + (row * Cols);
                V best = S.Splat((float)TOp.Identity);
                int c = 0;
                for (; c + S.Count <= Cols; c += S.Count)
                {
                    best = TOp.Combine<S, V, float>(best, S.Load(x + c));
                }
                S.Store(best, lanes);
                double value = TOp.Identity;
                for (int i = 0; i < S.Count; i++)
                {
                    value = TOp.Combine(value, lanes[i]);
                }
                for (; c < Cols; c++)
                {
                    value = TOp.Combine(value, x[c]);
                }
                // Then look for it.
                var span = new ReadOnlySpan<float>(x, Cols);
                Y[row] = double.IsNaN(value) ? FirstNaN(span) : Math.Max(0, span.IndexOf((float)value));
            }
        }

        private static int FirstNaN(ReadOnlySpan<float> row)
        {
            for (int i = 0; i < row.Length; i++)
            {
                if (float.IsNaN(row[i]))
                {
                    return i;
                }
            }
            return 0;
        }
    }
}
