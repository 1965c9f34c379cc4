using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Recurrent layers backwards in time, by parts of the batch: cotangents of inputs and first states, and what the weights' need.</summary>
internal static unsafe class RecurrentBackward<S, V, TCell>
    where S : ISimd<V, float>, ISimdBits<V>
    where V : struct
    where TCell : IRecurrentCell
{
    /// <param name="problems">Problems of the same sizes.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="count">How many.</param>
    /// <param name="traces">What is left for the weights of each.</param>
    /// <param name="split">The parts.</param>
    /// <param name="packed">Memory for the packed kernels: <see cref="PackedSize"/> for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(RecurrentProblem* problems, RecurrentGradients* gradients, int count, RecurrentTrace* traces, RecurrentSplit split, float* packed)
    {
        long size = PackedSize(in *problems);
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
            int rows = Math.Min(Split.Rows, p.N - first), u = p.U, gates = TCell.Gates * u, chunk = Split.Chunk, chunkRows = rows * chunk;
            int panelsX = RecurrentTile<S, V>.Panels(p.I), panelsH = RecurrentTile<S, V>.Panels(u), width = RecurrentTile<S, V>.Width;
            float* kernel = Packed + (problem * PackedSize), recurrent = kernel + ((nint)panelsX * width * gates);
            nint ldx = (panelsX * width) + 16, ldu = (panelsH * width) + 16;
            long local = trace.Partials is null ? 0 : (long)(trace.LdSlopes + trace.LdOperands) * chunkRows;
            float* zeros = Scratch.Get<float>(ldx + (ldx * chunkRows) + (2 * ldu * rows) + local + (4L * chunkRows), ScratchSlot.Part);
            float* dx = zeros + ldx, dh = dx + (ldx * chunkRows), dc = dh + (ldu * rows), slopeRows = dc + (ldu * rows);
            float** slopes = (float**)(slopeRows + local), operands = slopes + chunkRows;
            float* sums = trace.Sums + ((long)part * trace.LdSlopes), partial = trace.Partials + (part * (long)(p.I + u) * trace.LdPartials);
            new Span<float>(zeros, (int)ldx).Clear();
            new Span<float>(dh, (int)(2 * ldu * rows)).Clear();
            new Span<float>(sums, trace.LdSlopes).Clear();
            if (trace.Partials is not null)
            {
                new Span<float>(slopeRows, trace.LdSlopes * chunkRows).Clear();
                new Span<float>(partial, checked((p.I + u) * trace.LdPartials)).Clear();
            }
            for (int n = 0; n < rows && TCell.HasCell && g.DcT is not null; n++)
            {
                Copy(g.DcT + ((long)(first + n) * u), dc + (n * ldu), u);
            }
            for (int done = 0; done < p.T; done += chunk)
            {
                int steps = Math.Min(chunk, p.T - done);
                for (int s = 0; s < steps; s++)
                {
                    int step = p.T - 1 - done - s, at = s * rows;
                    for (int n = 0; n < rows; n++)
                    {
                        long row = trace.Partials is null ? ((long)p.Time(step) * p.N) + first + n : at + n;
                        slopes[at + n] = (trace.Partials is null ? trace.Slopes : slopeRows) + (row * trace.LdSlopes);
                        operands[at + n] = (trace.Partials is null ? trace.Operands : slopeRows + ((long)trace.LdSlopes * chunkRows)) + (row * trace.LdOperands);
                        Differentiate(in p, in g, first + n, step, slopes[at + n], operands[at + n], dh + (n * ldu), dc + (n * ldu));
                        AddTo(sums, slopes[at + n], TCell.Slopes * u);
                    }
                    RecurrentTile<S, V>.Multiply(rows, slopes + at, (TCell.Slopes * u) - gates, gates, recurrent, panelsH, dh, ldu, dh, ldu);
                }
                if (g.Dx is not null)
                {
                    RecurrentTile<S, V>.Multiply(steps * rows, slopes, 0, gates, kernel, panelsX, zeros, 0, dx, ldx);
                    SpreadInputs(in p, in g, first, rows, done, steps, dx, ldx);
                }
                if (trace.Partials is not null)
                {
                    int panels = RecurrentTile<S, V>.Panels(gates), k = steps * rows;
                    RecurrentOuter<S, V>.Add(p.I, panels, k, operands[0], trace.LdOperands, slopes[0], trace.LdSlopes, partial, trace.LdPartials);
                    RecurrentOuter<S, V>.Add(
                        u, panels, k, operands[0] + p.I, trace.LdOperands, slopes[0] + ((TCell.Slopes * u) - gates), trace.LdSlopes,
                        partial + ((long)p.I * trace.LdPartials), trace.LdPartials);
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

        /// <summary>The cotangents of some steps' inputs to their places.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void SpreadInputs(in RecurrentProblem p, in RecurrentGradients g, int first, int rows, int done, int steps, float* dx, nint ldx)
        {
            for (int s = 0; s < steps; s++)
            {
                int time = p.Time(p.T - 1 - done - s);
                for (int n = 0; n < rows; n++)
                {
                    Copy(dx + (((s * rows) + n) * ldx), g.Dx + ((((long)(first + n) * p.T) + time) * p.I), p.I);
                }
            }
        }

        /// <summary>One sequence at one step.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Differentiate(
            in RecurrentProblem p, in RecurrentGradients g, int n, int step, float* slopes, float* operands, float* dh, float* dc)
        {
            int u = p.U, time = p.Time(step);
            long at = ((long)n * p.T) + time, row = ((long)time * p.N) + n;
            float* before = p.HiddenBefore(n, step);
            Copy(p.X + (at * p.I), operands, p.I);
            Copy(before, operands + p.I, u);
            if (p.Skips(n, time))
            {
                new Span<float>(slopes, TCell.Slopes * u).Clear();
                AddTo(dh, g.Dy + (at * u), u);
                return;
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
