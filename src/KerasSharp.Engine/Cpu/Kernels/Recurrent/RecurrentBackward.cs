using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>
/// Recurrent layers backwards in time, by parts of the batch. Beside the cotangents of inputs and first states it leaves, for all steps, the gradient before
/// the activations and the rows (x, state before) that belong to it: the weights' gradient is the product of the two.
/// </summary>
internal static unsafe class RecurrentBackward<S, V, TCell>
    where S : ISimd<V, float>, ISimdBits<V>
    where V : struct
    where TCell : IRecurrentCell
{
    /// <param name="problems">Problems of the same sizes.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="count">How many.</param>
    /// <param name="traces">Where the rows of each problem go.</param>
    /// <param name="packed">Memory for the packed kernels: <see cref="PackedSize"/> for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(RecurrentProblem* problems, RecurrentGradients* gradients, int count, RecurrentTrace* traces, float* packed)
    {
        long size = PackedSize(in *problems);
        RecurrentSplit split = RecurrentSplit.Of(in *problems, count, TCell.Gates);
        for (int i = 0; i < count; i++)
        {
            float* kernel = packed + (i * size);
            int panels = RecurrentTile<S, V>.Panels(problems[i].I), gates = TCell.Gates * problems[i].U;
            Pack(problems[i].Kernel, problems[i].I, problems[i].U, TCell.Turn, kernel);
            Pack(problems[i].Recurrent, problems[i].U, problems[i].U, 0, kernel + ((nint)panels * RecurrentTile<S, V>.Width * gates));
        }
        var job = new Job { Problems = problems, Gradients = gradients, Traces = traces, Packed = packed, PackedSize = size, Split = split };
        WorkerPool.Run(ref job, count * split.Parts);
    }

    /// <summary>Elements of both packed kernels.</summary>
    public static long PackedSize(in RecurrentProblem p) =>
        (long)(RecurrentTile<S, V>.Panels(p.I) + RecurrentTile<S, V>.Panels(p.U)) * RecurrentTile<S, V>.Width * TCell.Gates * p.U;

    /// <summary>The transpose of a kernel in panels, its last gates first where they are turned.</summary>
    private static void Pack(float* kernel, int columns, int u, int turn, float* to)
    {
        int width = RecurrentTile<S, V>.Width, gates = TCell.Gates * u, front = turn * u;
        for (int column = 0; column < columns; column += width)
        {
            int count = Math.Min(width, columns - column);
            float* rows = kernel + ((nint)column * gates);
            Packing.PanelBTransposed(rows + (gates - front), gates, front, count, width, to);
            Packing.PanelBTransposed(rows, gates, gates - front, count, width, to + ((nint)front * width));
            to += (nint)gates * width;
        }
    }

    private struct Job : IParallelJob
    {
        public RecurrentProblem* Problems;
        public RecurrentGradients* Gradients;
        public RecurrentTrace* Traces;
        public float* Packed;
        public long PackedSize;
        public RecurrentSplit Split;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int problem = Math.DivRem(index, Split.Parts, out int part), first = part * Split.Rows;
            RecurrentProblem p = Problems[problem];
            RecurrentGradients g = Gradients[problem];
            RecurrentTrace trace = Traces[problem];
            int rows = Math.Min(Split.Rows, p.N - first), u = p.U, gates = TCell.Gates * u, chunk = Split.Chunk;
            int panelsX = RecurrentTile<S, V>.Panels(p.I), panelsH = RecurrentTile<S, V>.Panels(u), width = RecurrentTile<S, V>.Width;
            float* kernel = Packed + (problem * PackedSize), recurrent = kernel + ((nint)panelsX * width * gates);
            nint ldx = (panelsX * width) + 16, ldu = (panelsH * width) + 16;
            float* zeros = Scratch.Get<float>(ldx + (ldx * rows * chunk) + (2 * ldu * rows) + (2L * rows * chunk), ScratchSlot.Part);
            float* dx = zeros + ldx, dh = dx + (ldx * rows * chunk), dc = dh + (ldu * rows);
            float** slopes = (float**)(dc + (ldu * rows));
            new Span<float>(zeros, (int)ldx).Clear();
            new Span<float>(trace.Sums + ((long)first * TCell.Slopes * u), rows * TCell.Slopes * u).Clear();
            new Span<float>(dh, (int)(2 * ldu * rows)).Clear();
            for (int n = 0; n < rows && TCell.HasCell && g.DcT is not null; n++)
            {
                Copy(g.DcT + ((long)(first + n) * u), dc + (n * ldu), u);
            }
            for (int done = 0; done < p.T; done += chunk)
            {
                int steps = Math.Min(chunk, p.T - done);
                for (int s = 0; s < steps; s++)
                {
                    int step = p.T - 1 - done - s;
                    float** at = slopes + (s * rows);
                    for (int n = 0; n < rows; n++)
                    {
                        at[n] = Differentiate(in p, in g, in trace, first + n, step, dh + (n * ldu), dc + (n * ldu));
                    }
                    RecurrentTile<S, V>.Multiply(rows, at, (TCell.Slopes * u) - gates, gates, recurrent, panelsH, dh, ldu, dh, ldu);
                }
                if (g.Dx is null)
                {
                    continue;
                }
                RecurrentTile<S, V>.Multiply(steps * rows, slopes, 0, gates, kernel, panelsX, zeros, 0, dx, ldx);
                for (int s = 0; s < steps; s++)
                {
                    int time = p.Time(p.T - 1 - done - s);
                    for (int n = 0; n < rows; n++)
                    {
                        Copy(dx + (((s * rows) + n) * ldx), g.Dx + ((((long)(first + n) * p.T) + time) * p.I), p.I);
                    }
                }
            }
            for (int n = 0; n < rows; n++)
            {
                Copy(dh + (n * ldu), g.Dh0 + ((long)(first + n) * u), u);
                if (TCell.HasCell)
                {
                    Copy(dc + (n * ldu), g.Dc0 + ((long)(first + n) * u), u);
                }
            }
        }

        /// <summary>One sequence at one step; the row of the gradient before the activations.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float* Differentiate(in RecurrentProblem p, in RecurrentGradients g, in RecurrentTrace trace, int n, int step, float* dh, float* dc)
        {
            int u = p.U, time = p.Time(step);
            long at = ((long)n * p.T) + time, row = ((long)time * p.N) + n;
            float* slopes = trace.Slopes + (row * trace.LdSlopes), before = p.HiddenBefore(n, step), operands = trace.Operands + (row * trace.LdOperands);
            Copy(p.X + (at * p.I), operands, p.I);
            Copy(before, operands + p.I, u);
            if (p.Skips(n, time))
            {
                new Span<float>(slopes, TCell.Slopes * u).Clear();
                AddTo(dh, g.Dy + (at * u), u);
                return slopes;
            }
            var cell = new CellSlopes
            {
                Saved = p.Saved + (row * TCell.SavedGates * u), Y = p.Y + (at * u), Before = before, Dy = g.Dy + (at * u), Dh = dh, Dc = dc, Slopes = slopes,
            };
            if (TCell.HasCell)
            {
                cell.Cell = p.Cells + (at * u);
                cell.CellBefore = p.CellBefore(n, step);
            }
            TCell.Differentiate<S, V>(in cell, u);
            AddTo(trace.Sums + ((long)n * TCell.Slopes * u), slopes, TCell.Slopes * u);
            return slopes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(float* to, float* from, int count)
    {
        int j = 0;
        for (; j + S.Count <= count; j += S.Count)
        {
            S.Store(S.Add(S.Load(to + j), S.Load(from + j)), to + j);
        }
        for (; j < count; j++)
        {
            to[j] += from[j];
        }
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
