using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Recurrent layers over whole sequences. Several problems of the same sizes, such as two directions, run side by side.</summary>
/// <remarks>
/// Threads take sequences, not steps, with the packed kernels shared. The products with the inputs' kernel are made for a few steps
/// at once, just before they are needed; the weights' gradients are products over all steps at the end.
/// </remarks>
internal static unsafe class Recurrence<TCell>
    where TCell : IRecurrentCell
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(RecurrentProblem* problems, int count)
    {
        if (count > 1 && FeedsAllThreads(problems->N))
        {
            Forward(problems, 1);
            Forward(problems + 1, count - 1);
            return;
        }
        switch (SimdLevel.Bits)
        {
            case 512:
                RecurrentForward<Simd512<float>, Vector512<float>, TCell>.Run(problems, count);
                break;
            case 256:
                RecurrentForward<Simd256<float>, Vector256<float>, TCell>.Run(problems, count);
                break;
            default:
                RecurrentForward<Simd128<float>, Vector128<float>, TCell>.Run(problems, count);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(RecurrentProblem* problems, RecurrentGradients* gradients, int count)
    {
        if (count > 1 && FeedsAllThreads(problems->N))
        {
            Gradient(problems, gradients, 1);
            Gradient(problems + 1, gradients + 1, count - 1);
            return;
        }
        switch (SimdLevel.Bits)
        {
            case 512:
                Gradient<Simd512<float>, Vector512<float>>(problems, gradients, count);
                break;
            case 256:
                Gradient<Simd256<float>, Vector256<float>>(problems, gradients, count);
                break;
            default:
                Gradient<Simd128<float>, Vector128<float>>(problems, gradients, count);
                break;
        }
    }

    /// <summary>Whether one problem is enough for all threads. Then they run one by one, with half the memory at a time.</summary>
    private static bool FeedsAllThreads(int sequences) => sequences >= RecurrentSplit.SmallestRows * WorkerPool.EffectiveThreads;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<S, V>(RecurrentProblem* problems, RecurrentGradients* gradients, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        (int n, int t, int i, int u) = (problems->N, problems->T, problems->I, problems->U);
        int ldSlopes = Skewed(TCell.Slopes * u), ldOperands = Skewed(i + u);
        long steps = (long)n * t, size = RecurrentBackward<S, V, TCell>.PackedSize(in *problems), weights = (long)(i + u) * TCell.Gates * u;
        long traceSize = (steps * (ldSlopes + ldOperands)) + ((long)n * TCell.Slopes * u);
        float* packed = Scratch.Get<float>(((size + traceSize) * count) + weights, ScratchSlot.Kernel), memory = packed + (size * count);
        RecurrentTrace* traces = stackalloc RecurrentTrace[count];
        for (int k = 0; k < count; k++)
        {
            float* slopes = memory + (k * traceSize);
            float* operands = slopes + (steps * ldSlopes);
            traces[k] = new() { Slopes = slopes, LdSlopes = ldSlopes, Operands = operands, LdOperands = ldOperands, Sums = operands + (steps * ldOperands) };
        }
        RecurrentBackward<S, V, TCell>.Run(problems, gradients, count, traces, packed);
        for (int k = 0; k < count; k++)
        {
            Weights(in problems[k], in gradients[k], in traces[k], memory + (count * traceSize));
        }
    }

    /// <summary>Gradients of kernels and bias: products and sums over all steps.</summary>
    private static void Weights(in RecurrentProblem p, in RecurrentGradients g, in RecurrentTrace trace, float* memory)
    {
        int i = p.I, u = p.U, columns = TCell.Gates * u, front = TCell.Turn * u, states = (TCell.Slopes * u) - columns;
        if (TCell.Apart)
        {
            Product(in p, in trace, 0, i, 0, front, g.DKernel + (columns - front), columns);
            Product(in p, in trace, 0, i, front, columns - front, g.DKernel, columns);
            Product(in p, in trace, i, u, states, columns, g.DRecurrent, columns);
            Sum(in p, in trace, states, g.DBias + columns, columns);
        }
        else
        {
            // One product for both kernels, so that the gradient is packed once.
            Product(in p, in trace, 0, i + u, 0, columns, memory, columns);
            Copy(memory, g.DKernel, (long)i * columns);
            Copy(memory + ((long)i * columns), g.DRecurrent, (long)u * columns);
        }
        Sum(in p, in trace, front, g.DBias, columns - front);
        Sum(in p, in trace, 0, g.DBias + (columns - front), front);
    }

    /// <summary>Some columns of the gradient summed over the sequences, always in the same order.</summary>
    private static void Sum(in RecurrentProblem p, in RecurrentTrace trace, int slope, float* to, int columns)
    {
        new Span<float>(to, columns).Clear();
        for (int n = 0; n < p.N; n++)
        {
            float* row = trace.Sums + ((long)n * TCell.Slopes * p.U) + slope;
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

    /// <summary>Elements from row to row: whole vectors, and not a power of two, so that neighbouring rows do not fall on the same cache sets.</summary>
    private static int Skewed(int columns) => ((columns + 15) & ~15) + 16;

    private static void Copy(float* from, float* to, long count) => new ReadOnlySpan<float>(from, checked((int)count)).CopyTo(new Span<float>(to, checked((int)count)));
}
