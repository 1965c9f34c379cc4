using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Gradients of the kernels and the bias from what the way back has left.</summary>
internal static unsafe class RecurrentWeights<TCell>
    where TCell : IRecurrentCell
{
    /// <summary>Adds up the parts' gradients, always in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddUp(in RecurrentProblem p, in RecurrentGradients g, in RecurrentTrace trace, int parts)
    {
        int columns = TCell.Gates * p.U;
        var job = new Adding { I = p.I, Columns = columns, Front = TCell.Turn * p.U, Rows = p.I + p.U, Gradients = g, Trace = trace, Parts = parts };
        Ranges.Run(ref job, p.I + p.U, (long)columns * parts);
    }

    /// <summary>Products over all steps.</summary>
    public static void Multiply(in RecurrentProblem p, in RecurrentGradients g, in RecurrentTrace trace, float* memory)
    {
        int i = p.I, u = p.U, columns = TCell.Gates * u, front = TCell.Turn * u;
        if (TCell.Apart)
        {
            Product(in p, in trace, 0, i, 0, front, g.DKernel + (columns - front), columns);
            Product(in p, in trace, 0, i, front, columns - front, g.DKernel, columns);
            Product(in p, in trace, i, u, (TCell.Slopes * u) - columns, columns, g.DRecurrent, columns);
            return;
        }

        // One product for both kernels, so that the gradient is packed once.
        Product(in p, in trace, 0, i + u, 0, columns, memory, columns);
        new ReadOnlySpan<float>(memory, i * columns).CopyTo(new Span<float>(g.DKernel, i * columns));
        new ReadOnlySpan<float>(memory + ((long)i * columns), u * columns).CopyTo(new Span<float>(g.DRecurrent, u * columns));
    }

    /// <summary>The gradient of the bias: the parts' sums added up.</summary>
    public static void Bias(in RecurrentProblem p, in RecurrentGradients g, in RecurrentTrace trace, int parts)
    {
        int u = p.U, columns = TCell.Gates * u, front = TCell.Turn * u;
        Sum(in trace, parts, front, g.DBias, columns - front);
        Sum(in trace, parts, 0, g.DBias + (columns - front), front);
        if (TCell.Apart)
        {
            Sum(in trace, parts, (TCell.Slopes * u) - columns, g.DBias + columns, columns);
        }
    }

    private static void Sum(in RecurrentTrace trace, int parts, int slope, float* to, int columns)
    {
        new Span<float>(to, columns).Clear();
        for (int part = 0; part < parts; part++)
        {
            float* row = trace.Sums + ((long)part * trace.LdSlopes) + slope;
            for (int j = 0; j < columns; j++)
            {
                to[j] += row[j];
            }
        }
    }

    /// <summary>Some columns of the operands, transposed, times some columns of the gradient.</summary>
    private static void Product(in RecurrentProblem p, in RecurrentTrace trace, int operand, int rows, int slope, int columns, float* to, int ld) =>
        Gemm.Gemm.Run(
            rows, columns, p.N * p.T, trace.Operands + operand, trace.LdOperands, true, trace.Slopes + slope, trace.LdSlopes, false, to, ld, 0, default);

    private struct Adding : IRangeJob
    {
        public int I;
        public int Columns;
        public int Front;
        public int Rows;
        public RecurrentGradients Gradients;
        public RecurrentTrace Trace;
        public int Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            for (long row = first; row < end; row++)
            {
                float* from = Trace.Partials + (row * Trace.LdPartials);
                if (row < I)
                {
                    float* to = Gradients.DKernel + (row * Columns);
                    Add(from, to + (Columns - Front), Front);
                    Add(from + Front, to, Columns - Front);
                }
                else
                {
                    Add(from, Gradients.DRecurrent + ((row - I) * Columns), Columns);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Add(float* from, float* to, int count)
        {
            long next = (long)Rows * Trace.LdPartials;
            for (int j = 0; j < count; j++)
            {
                float sum = from[j];
                for (int part = 1; part < Parts; part++)
                {
                    sum += from[j + (part * next)];
                }
                to[j] = sum;
            }
        }
    }
}
