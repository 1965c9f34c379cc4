using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Attention;

/// <summary>
/// Scaled dot-product attention: softmax(scale q k^T + mask) v for each batch and head. q, out (B, Tq, H, D); k, v (B, Tk, H, D).
/// </summary>
/// <remarks>
/// Keys and values of a head are packed once. Queries are taken in blocks, whose scores against all keys fit the second-level cache; the whole score matrix
/// never exists. The forward pass keeps the logarithm of each row's sum, from which the gradient computes the probabilities again.
/// </remarks>
internal static unsafe class Attention
{
    /// <param name="b">Batch size.</param>
    /// <param name="h">Heads.</param>
    /// <param name="tq">Queries.</param>
    /// <param name="tk">Keys.</param>
    /// <param name="d">Size of a head.</param>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="causal">Query i sees keys 0 to i only.</param>
    /// <param name="mask">Added to the scores, or null. Rows of (Tq, Tk) are contiguous.</param>
    /// <param name="maskStrideB">Elements from one batch entry's mask to the next.</param>
    /// <param name="maskStrideH">The same for heads; 0 if heads share it.</param>
    /// <param name="output">Result.</param>
    /// <param name="logSumExp">(B, H, Tq), kept for the gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        int b, int h, int tq, int tk, int d, float* q, float* k, float* v, float scale, bool causal, float* mask, long maskStrideB,
        long maskStrideH, float* output, float* logSumExp)
    {
        AttentionShape s = Shape(b, h, tq, tk, d, q, k, v, scale, causal, mask, maskStrideB, maskStrideH, output, logSumExp);
        Dispatch(s, default, false);
    }

    /// <summary>Gradients of q, k and v from that of the output. Parameters as in <see cref="Forward"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(
        int b, int h, int tq, int tk, int d, float* q, float* k, float* v, float scale, bool causal, float* mask, long maskStrideB,
        long maskStrideH, float* output, float* logSumExp, float* dOutput, float* dq, float* dk, float* dv)
    {
        AttentionShape s = Shape(b, h, tq, tk, d, q, k, v, scale, causal, mask, maskStrideB, maskStrideH, output, logSumExp);
        Dispatch(s, new AttentionGradients { DOutput = dOutput, Dq = dq, Dk = dk, Dv = dv }, true);
    }

    private static AttentionShape Shape(
        int b, int h, int tq, int tk, int d, float* q, float* k, float* v, float scale, bool causal, float* mask, long maskStrideB,
        long maskStrideH, float* output, float* logSumExp) => new()
        {
            B = b, H = h, Tq = tq, Tk = tk, D = d, Q = q, K = k, V = v, Scale = scale, Causal = causal, Mask = mask, MaskStrideB = maskStrideB,
            MaskStrideH = maskStrideH, Output = output, LogSumExp = logSumExp, Block = Math.Clamp(65536 / Math.Max(1, tk) / 6 * 6, 12, 36),
        };

    private static void Dispatch(AttentionShape s, AttentionGradients g, bool backward)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                Start<Simd512<float>, Vector512<float>>(s, g, backward);
                break;
            case 256:
                Start<Simd256<float>, Vector256<float>>(s, g, backward);
                break;
            default:
                Start<Simd128<float>, Vector128<float>>(s, g, backward);
                break;
        }
    }

    private static void Start<S, V>(AttentionShape s, AttentionGradients g, bool backward)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        // The gradients of k and v add up over the queries of a head, so a head is one part there. Otherwise few heads are cut, and packed for each cut.
        int heads = s.B * s.H, cuts = backward ? 1 : Math.Clamp(4 * WorkerPool.EffectiveThreads / Math.Max(1, heads), 1, s.Blocks);
        var job = new AttentionJob<S, V> { Shape = s, G = g, Backward = backward, Cuts = cuts };
        int parts = heads * cuts;
        if ((long)s.B * s.H * s.Tq * s.Tk * s.D < 1 << 16)
        {
            for (int i = 0; i < parts; i++)
            {
                job.Run(i);
            }
            return;
        }
        WorkerPool.Run(ref job, parts);
    }
}

internal unsafe struct AttentionShape
{
    public int B;
    public int H;
    public int Tq;
    public int Tk;
    public int D;
    public float* Q;
    public float* K;
    public float* V;
    public float Scale;
    public bool Causal;
    public float* Mask;
    public long MaskStrideB;
    public long MaskStrideH;
    public float* Output;
    public float* LogSumExp;

    /// <summary>Queries of a block, whole tiles.</summary>
    public int Block;

    public readonly int Blocks => (Tq + Block - 1) / Block;

    /// <summary>Row stride of q, k, v and the result.</summary>
    public readonly int Ld => H * D;

    /// <summary>Start of query row <paramref name="t"/> of a head.</summary>
    public readonly long QueryAt(int head, int t) => ((((long)(head / H) * Tq) + t) * Ld) + (head % H * D);

    public readonly long KeyAt(int head) => ((long)(head / H) * Tk * Ld) + (head % H * D);

    public readonly float* MaskRow(int head, int t) =>
        Mask is null ? null : Mask + (head / H * MaskStrideB) + (head % H * MaskStrideH) + ((long)t * Tk);
}

internal unsafe struct AttentionGradients
{
    public float* DOutput;
    public float* Dq;
    public float* Dk;
    public float* Dv;
}
