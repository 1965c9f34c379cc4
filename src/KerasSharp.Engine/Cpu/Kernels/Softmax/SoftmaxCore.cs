using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Softmax;

/// <summary>What a softmax job computes.</summary>
internal enum SoftmaxKind
{
    Softmax,
    SoftmaxGradient,
    LogSoftmax,
    LogSoftmaxGradient,
    LogSumExp,
    CrossEntropy,
    CrossEntropyGradient,
    CrossEntropyAndGradient,
}

/// <summary>Some rows of a softmax-like function. The fields that a kind does not use are null.</summary>
internal unsafe struct SoftmaxJob<S, V> : IRangeJob
    where S : ISimd<V, float>, ISimdBits<V>
    where V : struct
{
    public SoftmaxKind Kind;
    public int Cols;

    /// <summary>Input, or for gradients of (log-)softmax its result.</summary>
    public float* X;
    public float* Dy;
    public float* Y;
    public int* Labels;
    public float* LogSumExp;

    /// <summary>Where the loss goes beside a gradient.</summary>
    public float* Loss;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long first, long end)
    {
        for (long row = first; row < end; row++)
        {
            float* x = X + (row * Cols);
            switch (Kind)
            {
                case SoftmaxKind.Softmax:
                    Forward(x, Y + (row * Cols));
                    break;
                case SoftmaxKind.SoftmaxGradient:
                    Gradient(x, Dy + (row * Cols), Y + (row * Cols));
                    break;
                case SoftmaxKind.LogSoftmax:
                    LogForward(x, Y + (row * Cols));
                    break;
                case SoftmaxKind.LogSoftmaxGradient:
                    LogGradient(x, Dy + (row * Cols), Y + (row * Cols));
                    break;
                case SoftmaxKind.LogSumExp:
                    Y[row] = LogSum(x);
                    if (float.IsNaN(Y[row]))
                    {
                        // Infinities, which cannot be subtracted from each other, or NaN.
                        Y[row] = TensorPrimitives.Max(new ReadOnlySpan<float>(x, Cols));
                    }

                    break;
                case SoftmaxKind.CrossEntropy:
                    LogSumExp[row] = LogSum(x);
                    // A label out of range is somebody else's error to report; here it must only not read outside.
                    Y[row] = (uint)Labels[row] < (uint)Cols ? LogSumExp[row] - x[Labels[row]] : float.NaN;
                    break;
                case SoftmaxKind.CrossEntropyAndGradient:
                    LossAndGradient(x, row, Y + (row * Cols));
                    break;
                default:
                    CrossEntropyGradient(x, Labels[row], LogSumExp[row], Dy[row], Y + (row * Cols));
                    break;
            }
        }
    }

    // Each pass is a loop over whole vectors and one call for the rest of the row. The steps are inlined; with a constant count the
    // handling of partial vectors disappears from the loops.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(float* x, int count, float fill = 0) => Lanes<S, V, float>.Load(x, count, fill);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float Maximum(float* x)
    {
        // NaN may get lost here; it comes back through the sum of exponentials.
        V low = S.Splat(float.NegativeInfinity), m0 = low, m1 = low;
        int c = 0;
        for (; c + (2 * S.Count) <= Cols; c += 2 * S.Count)
        {
            m0 = S.MaxNative(m0, S.Load(x + c));
            m1 = S.MaxNative(m1, S.Load(x + c + S.Count));
        }
        for (; c < Cols; c += S.Count)
        {
            m0 = S.MaxNative(m0, Load(x + c, Math.Min(S.Count, Cols - c), float.NegativeInfinity));
        }
        float* lanes = stackalloc float[16];
        S.Store(S.MaxNative(m0, m1), lanes);
        float result = lanes[0];
        for (int i = 1; i < S.Count; i++)
        {
            result = MathF.Max(result, lanes[i]);
        }
        return result;
    }

    /// <summary>log of the sum of e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float LogSum(float* x)
    {
        float max = Maximum(x);
        V shift = S.Splat(max), sum = S.Zero;
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            sum = S.Add(sum, MathCore<S, V>.ExpBelow88(S.Sub(S.Load(x + c), shift)));
        }
        if (c < Cols)
        {
            sum = S.Add(sum, MathCore<S, V>.ExpBelow88(S.Sub(Load(x + c, Cols - c, float.NegativeInfinity), shift)));
        }
        return max + MathF.Log(S.Sum(sum));
    }

    private readonly void Forward(float* x, float* y) => Scale(y, 1f / Exponentials(x, Maximum(x), y));

    /// <summary>y = e^(x - max); returns the sum. y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float Exponentials(float* x, float max, float* y)
    {
        V shift = S.Splat(max), sum = S.Zero;
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            V e = MathCore<S, V>.ExpBelow88(S.Sub(S.Load(x + c), shift));
            sum = S.Add(sum, e);
            S.Store(e, y + c);
        }

        if (c < Cols)
        {
            V e = MathCore<S, V>.ExpBelow88(S.Sub(Load(x + c, Cols - c, float.NegativeInfinity), shift));
            sum = S.Add(sum, e);
            Lanes<S, V, float>.Store(e, y + c, Cols - c);
        }

        return S.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Scale(float* y, float scale)
    {
        V factor = S.Splat(scale);
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            S.Store(S.Mul(S.Load(y + c), factor), y + c);
        }

        for (; c < Cols; c++)
        {
            y[c] *= scale;
        }
    }

    /// <summary>dx = y (dy - sum(y dy)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Gradient(float* y, float* dy, float* dx)
    {
        V sum = S.Zero;
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            sum = S.Fma(S.Load(y + c), S.Load(dy + c), sum);
        }
        float dot = S.Sum(sum);
        for (; c < Cols; c++)
        {
            dot += y[c] * dy[c];
        }
        V shift = S.Splat(dot);
        for (c = 0; c + S.Count <= Cols; c += S.Count)
        {
            S.Store(S.Mul(S.Load(y + c), S.Sub(S.Load(dy + c), shift)), dx + c);
        }
        for (; c < Cols; c++)
        {
            dx[c] = y[c] * (dy[c] - dot);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void LogForward(float* x, float* y)
    {
        float shift = LogSum(x);
        V all = S.Splat(shift);
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            S.Store(S.Sub(S.Load(x + c), all), y + c);
        }
        for (; c < Cols; c++)
        {
            y[c] = x[c] - shift;
        }
    }

    /// <summary>dx = dy - e^y sum(dy).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void LogGradient(float* y, float* dy, float* dx)
    {
        V sum = S.Zero;
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            sum = S.Add(sum, S.Load(dy + c));
        }
        float total = S.Sum(sum);
        for (; c < Cols; c++)
        {
            total += dy[c];
        }
        V factor = S.Splat(-total);
        for (c = 0; c + S.Count <= Cols; c += S.Count)
        {
            S.Store(S.Fma(MathCore<S, V>.ExpBelow88(S.Load(y + c)), factor, S.Load(dy + c)), dx + c);
        }
        if (c < Cols)
        {
            int count = Cols - c;
            Lanes<S, V, float>.Store(S.Fma(MathCore<S, V>.ExpBelow88(Load(y + c, count)), factor, Load(dy + c, count)), dx + c, count);
        }
    }

    /// <summary>Log-sum-exp, loss and dx = (softmax(x) - one-hot label) dLoss; dx may be x.</summary>
    private readonly void LossAndGradient(float* x, long row, float* dx)
    {
        int label = Labels[row];
        bool known = (uint)label < (uint)Cols;
        float max = Maximum(x), picked = known ? x[label] : float.NaN, sum = Exponentials(x, max, dx), logSumExp = max + MathF.Log(sum);
        LogSumExp[row] = logSumExp;
        Loss[row] = logSumExp - picked;
        Scale(dx, Dy[row] / sum);
        if (known)
        {
            dx[label] -= Dy[row];
        }
    }

    /// <summary>dx = (softmax(x) - one-hot label) dLoss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void CrossEntropyGradient(float* x, int label, float logSumExp, float dLoss, float* dx)
    {
        V shift = S.Splat(logSumExp), scale = S.Splat(dLoss);
        int c = 0;
        for (; c + S.Count <= Cols; c += S.Count)
        {
            S.Store(S.Mul(MathCore<S, V>.ExpBelow88(S.Sub(S.Load(x + c), shift)), scale), dx + c);
        }
        if (c < Cols)
        {
            V e = MathCore<S, V>.ExpBelow88(S.Sub(Load(x + c, Cols - c), shift));
            Lanes<S, V, float>.Store(S.Mul(e, scale), dx + c, Cols - c);
        }
        if ((uint)label < (uint)Cols)
        {
            dx[label] -= dLoss;
        }
    }
}
