using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Softmax;

/// <summary>Softmax of rows. Result and input may be the same memory.</summary>
internal static unsafe class RowSoftmax
{
    public static void Forward(long rows, int cols, float* x, float* y) =>
        SoftmaxRows.Run(SoftmaxKind.Softmax, rows, cols, x, null, y, null, null);

    public static void Gradient(long rows, int cols, float* y, float* dy, float* dx) =>
        SoftmaxRows.Run(SoftmaxKind.SoftmaxGradient, rows, cols, y, dy, dx, null, null);
}

/// <summary>Logarithm of the softmax of rows.</summary>
internal static unsafe class LogSoftmax
{
    public static void Forward(long rows, int cols, float* x, float* y) =>
        SoftmaxRows.Run(SoftmaxKind.LogSoftmax, rows, cols, x, null, y, null, null);

    public static void Gradient(long rows, int cols, float* y, float* dy, float* dx) =>
        SoftmaxRows.Run(SoftmaxKind.LogSoftmaxGradient, rows, cols, y, dy, dx, null, null);
}

/// <summary>log(sum(e^x)) of rows.</summary>
internal static unsafe class RowLogSumExp
{
    public static void Forward(long rows, int cols, float* x, float* y) =>
        SoftmaxRows.Run(SoftmaxKind.LogSumExp, rows, cols, x, null, y, null, null);
}

/// <summary>Sparse categorical cross-entropy from logits: loss = log sum e^x - x[label], a value a row.</summary>
internal static unsafe class SoftmaxCrossEntropy
{
    public static void Forward(long rows, int cols, float* logits, int* labels, float* lossPerRow, float* logSumExp) =>
        SoftmaxRows.Run(SoftmaxKind.CrossEntropy, rows, cols, logits, null, lossPerRow, labels, logSumExp);

    /// <summary>Both in one pass over the rows; <paramref name="dLogits"/> may be <paramref name="logits"/>.</summary>
    public static void ForwardAndGradient(
        long rows, int cols, float* logits, int* labels, float* dLossPerRow, float* lossPerRow, float* logSumExp, float* dLogits) =>
        SoftmaxRows.Run(SoftmaxKind.CrossEntropyAndGradient, rows, cols, logits, dLossPerRow, dLogits, labels, logSumExp, lossPerRow);

    public static void Gradient(long rows, int cols, float* logits, int* labels, float* logSumExp, float* dLossPerRow, float* dLogits) =>
        SoftmaxRows.Run(SoftmaxKind.CrossEntropyGradient, rows, cols, logits, dLossPerRow, dLogits, labels, logSumExp);
}

internal static unsafe class SoftmaxRows
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(SoftmaxKind kind, long rows, int cols, float* x, float* dy, float* y, int* labels, float* logSumExp, float* loss = null)
    {
        if (cols <= 0)
        {
            return;
        }
        switch (SimdLevel.BitsFor<float>(cols))
        {
            case 512:
                At<Simd512<float>, Vector512<float>>(kind, rows, cols, x, dy, y, labels, logSumExp, loss);
                break;
            case 256:
                At<Simd256<float>, Vector256<float>>(kind, rows, cols, x, dy, y, labels, logSumExp, loss);
                break;
            default:
                At<Simd128<float>, Vector128<float>>(kind, rows, cols, x, dy, y, labels, logSumExp, loss);
                break;
        }
    }

    private static void At<S, V>(SoftmaxKind kind, long rows, int cols, float* x, float* dy, float* y, int* labels, float* logSumExp, float* loss)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        var job = new SoftmaxJob<S, V> { Kind = kind, Cols = cols, X = x, Dy = dy, Y = y, Labels = labels, LogSumExp = logSumExp, Loss = loss };
        Ranges.Run(ref job, rows, 4L * cols);
    }
}
