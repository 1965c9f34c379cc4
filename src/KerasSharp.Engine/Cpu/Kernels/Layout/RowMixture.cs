using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Weighted sums of rows: y[a, i] = sum of weights[t] x[a, sources[t]] over the terms t of row i, for each of many blocks a.</summary>
internal static unsafe class RowMixture
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(long blocks, int from, int to, int columns, int* starts, int* sources, float* weights, float* x, float* y)
    {
        var job = new Job { From = from, To = to, Columns = columns, Starts = starts, Sources = sources, Weights = weights, X = x, Y = y };
        Ranges.Run(ref job, blocks * to, Math.Max(1, (long)columns * (1 + (starts[to] / Math.Max(1, to)))));
    }

    private struct Job : IRangeJob
    {
        /// <summary>Rows shorter than this do not repay calls of vector loops.</summary>
        private const int ShortRow = 16;

        public int From;
        public int To;
        public int Columns;
        public int* Starts;
        public int* Sources;
        public float* Weights;
        public float* X;
        public float* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            int row = (int)(first % To);
            float* x = X + (first / To * From * Columns), y = Y + (first * Columns);
            for (long item = first; item < end; item++)
            {
                if (Columns >= ShortRow)
                {
                    Long(x, y, Starts[row], Starts[row + 1]);
                }
                else if (Columns == 3)
                {
                    Three(x, y, Starts[row], Starts[row + 1]);
                }
                else
                {
                    Short(x, y, Starts[row], Starts[row + 1]);
                }

                y += Columns;
                if (++row == To)
                {
                    row = 0;
                    x += (long)From * Columns;
                }
            }
        }

        /// <summary>The colours of a pixel.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Three(float* x, float* y, int term, int end)
        {
            float red = 0, green = 0, blue = 0;
            for (int t = term; t < end; t++)
            {
                float weight = Weights[t];
                float* pixel = x + (3L * Sources[t]);
                red += weight * pixel[0];
                green += weight * pixel[1];
                blue += weight * pixel[2];
            }

            (y[0], y[1], y[2]) = (red, green, blue);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Short(float* x, float* y, int term, int end)
        {
            for (int c = 0; c < Columns; c++)
            {
                float sum = 0;
                for (int t = term; t < end; t++)
                {
                    sum += Weights[t] * x[((long)Sources[t] * Columns) + c];
                }

                y[c] = sum;
            }
        }

        private readonly void Long(float* x, float* y, int term, int end)
        {
            var to = new Span<float>(y, Columns);
            if (term == end)
            {
                to.Clear();
                return;
            }

            TensorPrimitives.Multiply(RowOf(x, term), Weights[term], to);
            for (int t = term + 1; t < end; t++)
            {
                TensorPrimitives.MultiplyAdd(RowOf(x, t), Weights[t], to, to);
            }
        }

        private readonly ReadOnlySpan<float> RowOf(float* x, int term) => new(x + ((long)Sources[term] * Columns), Columns);
    }
}
