using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Recurrent layers over whole sequences. Several problems of the same sizes, such as two directions, run side by side.</summary>
/// <remarks>
/// Threads take sequences, not steps, with the packed kernels shared. The products with the inputs' kernel are made for a few steps
/// at once, just before they are needed, and so are the weights' gradients on the way back.
/// </remarks>
internal static unsafe class Recurrence<TCell>
    where TCell : IRecurrentCell
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(RecurrentProblem* problems, int count)
    {
        // One by one where each is enough for all threads: with half the memory at a time.
        if (count > 1 && problems->N >= RecurrentSplit.SmallestRows * WorkerPool.EffectiveThreads)
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
        if (count > 1 && RecurrentSplit.BySizes(in *problems).Parts >= WorkerPool.EffectiveThreads)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<S, V>(RecurrentProblem* problems, RecurrentGradients* gradients, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        RecurrentProblem p = *problems;
        int columns = TCell.Gates * p.U, ld = Skewed(RecurrentTile<S, V>.Panels(columns) * RecurrentTile<S, V>.Width);
        var shape = new RecurrentTrace { LdSlopes = ld + ((TCell.Slopes - TCell.Gates) * p.U), LdOperands = Skewed(p.I + p.U), LdPartials = ld };
        RecurrentSplit split = RecurrentSplit.BySizes(in p);
        long steps = (long)p.N * p.T, packedSize = RecurrentBackward<S, V, TCell>.PackedSize(in p), sums = (long)split.Parts * shape.LdSlopes;
        long rows = steps * (shape.LdSlopes + shape.LdOperands), partials = (long)split.Parts * (p.I + p.U) * ld, weights = (long)(p.I + p.U) * columns;
        bool local = partials <= rows;
        float* memory = Scratch.Get<float>((packedSize * count) + ((sums + (local ? partials : rows)) * count) + weights, ScratchSlot.Kernel), at = memory + (packedSize * count);
        RecurrentTrace* traces = stackalloc RecurrentTrace[count];
        for (int k = 0; k < count; k++)
        {
            traces[k] = shape;
            traces[k].Sums = at;
            at += sums;
            if (local)
            {
                traces[k].Partials = at;
                at += partials;
                continue;
            }
            traces[k].Slopes = at;
            traces[k].Operands = at + (steps * shape.LdSlopes);
            at += rows;
        }
        RecurrentBackward<S, V, TCell>.Run(problems, gradients, count, traces, split, memory);
        for (int k = 0; k < count; k++)
        {
            if (local)
            {
                RecurrentWeights<TCell>.AddUp(in problems[k], in gradients[k], in traces[k], split.Parts);
            }
            else
            {
                RecurrentWeights<TCell>.Multiply(in problems[k], in gradients[k], in traces[k], at);
            }
            RecurrentWeights<TCell>.Bias(in problems[k], in gradients[k], in traces[k], split.Parts);
        }
    }

    /// <summary>Elements from row to row: whole vectors, and not a power of two, so that neighbouring rows do not fall on the same cache sets.</summary>
    private static int Skewed(int columns) => ((columns + 15) & ~15) + 16;
}
