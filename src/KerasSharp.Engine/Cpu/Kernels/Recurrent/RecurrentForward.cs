using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Recurrent layers forwards in time, by parts of the batch.</summary>
internal static unsafe class RecurrentForward<S, V, TCell>
    where S : ISimd<V, float>, ISimdBits<V>
    where V : struct
    where TCell : IRecurrentCell
{
    /// <summary>Runs problems of the same sizes side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(RecurrentProblem* problems, int count)
    {
        RecurrentProblem* p = problems;
        int columns = TCell.Gates * p->U, panels = RecurrentTile<S, V>.Panels(columns), padded = panels * RecurrentTile<S, V>.Width;
        long size = (long)padded * (p->I + p->U + 2);
        RecurrentSplit split = RecurrentSplit.Of(in *p, count, TCell.Gates);
        float* packed = Scratch.Get<float>(size * count, ScratchSlot.Kernel);
        for (int i = 0; i < count; i++)
        {
            Pack(in problems[i], columns, padded, packed + (i * size));
        }
        var job = new Job { Problems = problems, Packed = packed, PackedSize = size, Padded = padded, Split = split };
        WorkerPool.Run(ref job, count * split.Parts);
    }

    /// <summary>Both kernels in panels, then the bias (twice where states have their own), zeros where there is none.</summary>
    private static void Pack(in RecurrentProblem p, int columns, int padded, float* to)
    {
        int width = RecurrentTile<S, V>.Width;
        Packing.PanelsB<S, V, float>(p.Kernel, columns, p.I, columns, to, (nint)p.I * width);
        to += (nint)padded * p.I;
        Packing.PanelsB<S, V, float>(p.Recurrent, columns, p.U, columns, to, (nint)p.U * width);
        to += (nint)padded * p.U;
        new Span<float>(to, 2 * padded).Clear();
        new ReadOnlySpan<float>(p.Bias, columns).CopyTo(new Span<float>(to, columns));
        if (TCell.Apart)
        {
            new ReadOnlySpan<float>(p.Bias + columns, columns).CopyTo(new Span<float>(to + padded, columns));
        }
    }

    private struct Job : IParallelJob
    {
        public RecurrentProblem* Problems;
        public float* Packed;
        public long PackedSize;
        public int Padded;
        public RecurrentSplit Split;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int problem = Math.DivRem(index, Split.Parts, out int part), first = part * Split.Rows;
            RecurrentProblem p = Problems[problem];
            int rows = Math.Min(Split.Rows, p.N - first), u = p.U, panels = Padded / RecurrentTile<S, V>.Width, chunk = Split.Chunk;
            float* kernel = Packed + (problem * PackedSize), recurrent = kernel + ((nint)Padded * p.I), bias = recurrent + ((nint)Padded * u);

            // The skew keeps rows from falling on the same cache sets where they are a power of two long.
            nint ldz = Padded + 16, ldu = ((u + 15) & ~15) + 16, ldx = ((p.I + 15) & ~15) + 16;
            float* sums = Scratch.Get<float>((ldz * rows * (chunk + 1)) + (2 * ldu * rows) + (ldx * rows * chunk) + (2L * rows * (chunk + 1)), ScratchSlot.Part);
            float* stateSums = sums + (ldz * rows * chunk), hidden = stateSums + (ldz * rows), cell = hidden + (ldu * rows);
            float* x = cell + (ldu * rows);
            float** inputs = (float**)(x + (ldx * rows * chunk)), states = inputs + (rows * chunk);
            for (int n = 0; n < rows; n++)
            {
                states[n] = hidden + (n * ldu);
                Copy(p.H0 + ((long)(first + n) * u), states[n], u);
                if (TCell.HasCell)
                {
                    Copy(p.C0 + ((long)(first + n) * u), cell + (n * ldu), u);
                }
            }
            for (int i = 0; i < rows * chunk; i++)
            {
                inputs[i] = x + (i * ldx);
            }
            for (int begin = 0; begin < p.T; begin += chunk)
            {
                int steps = Math.Min(chunk, p.T - begin);
                for (int s = 0; s < steps; s++)
                {
                    for (int n = 0; n < rows; n++)
                    {
                        Copy(p.X + ((((long)(first + n) * p.T) + p.Time(begin + s)) * p.I), inputs[(s * rows) + n], p.I);
                    }
                }
                RecurrentTile<S, V>.Multiply(steps * rows, inputs, 0, p.I, kernel, panels, bias, 0, sums, ldz);
                for (int s = 0; s < steps; s++)
                {
                    float* z = sums + (s * rows * ldz);
                    if (TCell.Apart)
                    {
                        RecurrentTile<S, V>.Multiply(rows, states, 0, u, recurrent, panels, bias + Padded, 0, stateSums, ldz);
                    }
                    else
                    {
                        RecurrentTile<S, V>.Multiply(rows, states, 0, u, recurrent, panels, z, ldz, z, ldz);
                    }
                    Activate(in p, first, rows, p.Time(begin + s), z, stateSums, ldz, hidden, cell, ldu);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Activate(
            in RecurrentProblem p, int first, int rows, int time, float* sums, float* stateSums, nint ldz, float* hidden, float* cell, nint ldu)
        {
            int u = p.U;
            for (int n = 0; n < rows; n++)
            {
                long at = ((long)(first + n) * p.T) + time;
                var row = new CellRow
                {
                    Sums = sums + (n * ldz), StateSums = stateSums + (n * ldz), Hidden = hidden + (n * ldu), Cell = cell + (n * ldu), Y = p.Y + (at * u),
                    Saved = p.Saved + ((((long)time * p.N) + first + n) * TCell.SavedGates * u), Cells = p.Cells + (at * u),
                };
                if (!p.Skips(first + n, time))
                {
                    TCell.Activate<S, V>(in row, u);
                    continue;
                }
                Copy(row.Hidden, row.Y, u);
                if (TCell.HasCell)
                {
                    Copy(row.Cell, row.Cells, u);
                }
            }
        }
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
