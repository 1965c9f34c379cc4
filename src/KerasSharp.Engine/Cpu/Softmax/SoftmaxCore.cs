using System.Runtime.CompilerServices;
using KerasSharp.Engine.Cpu.Maths;
using KerasSharp.Engine.Cpu.Simd;
using KerasSharp.Engine.Cpu.Threading;

namespace KerasSharp.Engine.Cpu.Softmax;

/// <summary>What a softmax job computes.</summary>
internal enum SoftmaxKind
{
    Softmax,
    SoftmaxGradient,
    LogSoftmax,
    LogSoftmaxGradient,
    CrossEntropy,
    CrossEntropyGradient,
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
                case SoftmaxKind.CrossEntropy:
                    LogSumExp[row] = LogSum(x);
                    // A label out of range is somebody else's error to report; here it must only not read outside.
                    Y[row] = (uint)Labels[row] < (uint)Cols ? LogSumExp[row] - x[Labels[row]] : float.NaN;
                    break;
                default:
                    CrossEntropyGradient(x, Labels[row], LogSumExp[row], Dy[row], Y + (row * Cols));
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float Maximum(float* x)
    {
        V max = S.Splat(float.NegativeInfinity);
        for (int c = 0; c < Cols; c += S.Count)
        {
            max = S.Max(max, Lanes<S, V, float>.Load(x + c, Math.Min(S.Count, Cols - c), float.NegativeInfinity));
        }
        float* lanes = stackalloc float[16];
        S.Store(max, lanes);
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
        for (int c = 0; c < Cols; c += S.Count)
        {
            V value = Lanes<S, V, float>.Load(x + c, Math.Min(S.Count, Cols - c), float.NegativeInfinity);
            sum = S.Add(sum, MathCore<S, V>.Exp(S.Sub(value, shift)));
        }
        return max + MathF.Log(S.Sum(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Forward(float* x, float* y)
    {
        V shift = S.Splat(Maximum(x)), sum = S.Zero;
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            V e = MathCore<S, V>.Exp(S.Sub(Lanes<S, V, float>.Load(x + c, count, float.NegativeInfinity), shift));
            sum = S.Add(sum, e);
            Lanes<S, V, float>.Store(e, y + c, count);
        }
        V scale = S.Splat(1f / S.Sum(sum));
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            Lanes<S, V, float>.Store(S.Mul(Lanes<S, V, float>.Load(y + c, count, 0), scale), y + c, count);
        }
    }

    /// <summary>dx = y (dy - sum(y dy)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Gradient(float* y, float* dy, float* dx)
    {
        V sum = S.Zero;
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            sum = S.Fma(Lanes<S, V, float>.Load(y + c, count, 0), Lanes<S, V, float>.Load(dy + c, count, 0), sum);
        }
        V dot = S.Splat(S.Sum(sum));
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            V difference = S.Sub(Lanes<S, V, float>.Load(dy + c, count, 0), dot);
            Lanes<S, V, float>.Store(S.Mul(Lanes<S, V, float>.Load(y + c, count, 0), difference), dx + c, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void LogForward(float* x, float* y)
    {
        V shift = S.Splat(LogSum(x));
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            Lanes<S, V, float>.Store(S.Sub(Lanes<S, V, float>.Load(x + c, count, 0), shift), y + c, count);
        }
    }

    /// <summary>dx = dy - e^y sum(dy).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void LogGradient(float* y, float* dy, float* dx)
    {
        V sum = S.Zero;
        for (int c = 0; c < Cols; c += S.Count)
        {
            sum = S.Add(sum, Lanes<S, V, float>.Load(dy + c, Math.Min(S.Count, Cols - c), 0));
        }
        V total = S.Splat(-S.Sum(sum));
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            V e = MathCore<S, V>.Exp(Lanes<S, V, float>.Load(y + c, count, 0));
            Lanes<S, V, float>.Store(S.Fma(e, total, Lanes<S, V, float>.Load(dy + c, count, 0)), dx + c, count);
        }
    }

    /// <summary>dx = (softmax(x) - one-hot label) dLoss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void CrossEntropyGradient(float* x, int label, float logSumExp, float dLoss, float* dx)
    {
        V shift = S.Splat(logSumExp), scale = S.Splat(dLoss);
        for (int c = 0; c < Cols; c += S.Count)
        {
            int count = Math.Min(S.Count, Cols - c);
            V e = MathCore<S, V>.Exp(S.Sub(Lanes<S, V, float>.Load(x + c, count, 0), shift));
            Lanes<S, V, float>.Store(S.Mul(e, scale), dx + c, count);
        }
        if ((uint)label < (uint)Cols)
        {
            dx[label] -= dLoss;
        }
    }
}
