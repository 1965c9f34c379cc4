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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<S, V>(RecurrentProblem* problems, RecurrentGradients* gradients, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        (int n, int t, int i, int u) = (problems->N, problems->T, problems->I, problems->U);
        int ldSlopes = Skewed(TCell.Slopes * u), ldOperands = Skewed(i + 1 + u);
        long steps = (long)n * t, size = RecurrentBackward<S, V, TCell>.PackedSize(in *problems), weights = (long)(i + 2 + u) * TCell.Gates * u;
        long traceSize = steps * (ldSlopes + ldOperands);
        float* packed = Scratch.Get<float>(((size + traceSize) * count) + weights, ScratchSlot.Kernel), memory = packed + (size * count);
        RecurrentTrace* traces = stackalloc RecurrentTrace[count];
        for (int k = 0; k < count; k++)
        {
            float* slopes = memory + (k * traceSize);
            traces[k] = new() { Slopes = slopes, LdSlopes = ldSlopes, Operands = slopes + (steps * ldSlopes), LdOperands = ldOperands };
        }
        RecurrentBackward<S, V, TCell>.Run(problems, gradients, count, traces, packed);
        for (int k = 0; k < count; k++)
        {
            Weights(in problems[k], in gradients[k], in traces[k], memory + (count * traceSize));
        }
    }

    /// <summary>Gradients of kernels and bias: products over all steps. The bias belongs to the operand that is always 1.</summary>
    private static void Weights(in RecurrentProblem p, in RecurrentGradients g, in RecurrentTrace trace, float* memory)
    {
        int i = p.I, u = p.U, columns = TCell.Gates * u, front = TCell.Turn * u;
        float* recurrent;
        if (TCell.Apart)
        {
            recurrent = memory + ((long)(i + 1) * columns);
            Product(in p, in trace, 0, i + 1, 0, front, memory + (columns - front), columns);
            Product(in p, in trace, 0, i + 1, front, columns - front, memory, columns);
            Product(in p, in trace, i, u + 1, (TCell.Slopes * u) - columns, columns, recurrent, columns);
            Copy(recurrent, g.DBias + columns, columns);
        }
        else
        {
            recurrent = memory + ((long)i * columns);
            Product(in p, in trace, 0, i + 1 + u, 0, columns, memory, columns);
        }
        Copy(memory, g.DKernel, (long)i * columns);
        Copy(memory + ((long)i * columns), g.DBias, columns);
        Copy(recurrent + columns, g.DRecurrent, (long)u * columns);
    }

    /// <summary>Some columns of the operands, transposed, times some columns of the gradient.</summary>
    private static void Product(in RecurrentProblem p, in RecurrentTrace trace, int operand, int rows, int slope, int columns, float* to, int ld) =>
        Gemm.Gemm.Run(
            rows, columns, p.N * p.T, trace.Operands + operand, trace.LdOperands, true, trace.Slopes + slope, trace.LdSlopes, false, to, ld, 0, default);

    /// <summary>Elements from row to row: whole vectors, and not a power of two, so that neighbouring rows do not fall on the same cache sets.</summary>
    private static int Skewed(int columns) => ((columns + 15) & ~15) + 16;

    private static void Copy(float* from, float* to, long count) => new ReadOnlySpan<float>(from, checked((int)count)).CopyTo(new Span<float>(to, checked((int)count)));
}
