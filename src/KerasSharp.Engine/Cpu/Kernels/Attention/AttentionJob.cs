using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Attention;

/// <summary>Forward: one block of queries of one head. Backward: one head, its blocks in order.</summary>
internal unsafe struct AttentionJob<S, TV> : IParallelJob
    where S : ISimd<TV, float>, ISimdBits<TV>
    where TV : struct
{
    public AttentionShape Shape;
    public AttentionGradients G;
    public bool Backward;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        if (!Backward)
        {
            ForwardBlock(index / Shape.Blocks, index % Shape.Blocks * Shape.Block);
            return;
        }
        long keys = Shape.KeyAt(index);
        for (int t = 0; t < Shape.Tk; t++)
        {
            new Span<float>(G.Dk + keys + ((long)t * Shape.Ld), Shape.D).Clear();
            new Span<float>(G.Dv + keys + ((long)t * Shape.Ld), Shape.D).Clear();
        }
        for (int t = 0; t < Shape.Tq; t += Shape.Block)
        {
            BackwardBlock(index, t);
        }
    }

    /// <summary>Keys that a block of queries can see.</summary>
    private readonly int Visible(int t, int rows) => Shape.Causal ? Math.Min(Shape.Tk, t + rows) : Shape.Tk;

    private readonly void ForwardBlock(int head, int t)
    {
        int rows = Math.Min(Shape.Block, Shape.Tq - t), keys = Visible(t, rows), ld = Shape.Ld, d = Shape.D;
        float* scores = Scratch.Get<float>((long)rows * keys, ScratchSlot.Kernel);
        long query = Shape.QueryAt(head, t), key = Shape.KeyAt(head);
        Gemm.Gemm.Run(rows, keys, d, Shape.Q + query, ld, false, Shape.K + key, ld, true, scores, keys, 0, default);
        for (int i = 0; i < rows; i++)
        {
            Shape.LogSumExp[((long)head * Shape.Tq) + t + i] = Probabilities(scores + ((long)i * keys), keys, head, t + i);
        }
        Gemm.Gemm.Run(rows, d, keys, scores, keys, false, Shape.V + key, ld, false, Shape.Output + query, ld, 0, default);
    }

    private readonly void BackwardBlock(int head, int t)
    {
        int rows = Math.Min(Shape.Block, Shape.Tq - t), keys = Visible(t, rows), ld = Shape.Ld, d = Shape.D;
        float* p = Scratch.Get<float>(2L * rows * keys, ScratchSlot.Kernel), dp = p + ((long)rows * keys);
        long query = Shape.QueryAt(head, t), key = Shape.KeyAt(head);
        Gemm.Gemm.Run(rows, keys, d, Shape.Q + query, ld, false, Shape.K + key, ld, true, p, keys, 0, default);
        Gemm.Gemm.Run(rows, keys, d, G.DOutput + query, ld, false, Shape.V + key, ld, true, dp, keys, 0, default);
        for (int i = 0; i < rows; i++)
        {
            Recompute(p + ((long)i * keys), keys, head, t + i);
        }
        Gemm.Gemm.Run(keys, d, rows, p, keys, true, G.DOutput + query, ld, false, G.Dv + key, ld, 1, default);
        for (int i = 0; i < rows; i++)
        {
            // dS = P (dP - sum(P dP)) scale, and sum(P dP) = dO . O.
            float* dO = G.DOutput + query + ((long)i * ld), o = Shape.Output + query + ((long)i * ld);
            ScoreGradients(p + ((long)i * keys), dp + ((long)i * keys), keys, Dot(dO, o, d));
        }
        Gemm.Gemm.Run(rows, d, keys, dp, keys, false, Shape.K + key, ld, false, G.Dq + query, ld, 0, default);
        Gemm.Gemm.Run(keys, d, rows, dp, keys, true, Shape.Q + query, ld, false, G.Dk + key, ld, 1, default);
    }

    /// <summary>Turns a row of raw products into probabilities in place; the result is the log of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float Probabilities(float* row, int keys, int head, int query)
    {
        float* mask = Shape.MaskRow(head, query);
        int seen = Shape.Causal ? Math.Min(keys, query + 1) : keys, w = S.Count, c = 0;
        TV max = S.Splat(float.NegativeInfinity), scale = S.Splat(Shape.Scale);
        for (; c + w <= seen; c += w)
        {
            TV value = S.Mul(S.Load(row + c), scale);
            value = mask is null ? value : S.Add(value, S.Load(mask + c));
            S.Store(value, row + c);
            max = S.MaxNative(max, value);
        }
        float* lanes = stackalloc float[16];
        S.Store(max, lanes);
        float top = float.NegativeInfinity;
        for (int i = 0; i < w; i++)
        {
            top = MathF.Max(top, lanes[i]);
        }
        for (; c < seen; c++)
        {
            row[c] = (row[c] * Shape.Scale) + (mask is null ? 0 : mask[c]);
            top = MathF.Max(top, row[c]);
        }

        // A row that may see nothing at all gives zeros.
        TV shift = S.Splat(top == float.NegativeInfinity ? 0 : top), sum = S.Zero;
        for (c = 0; c + w <= seen; c += w)
        {
            TV e = MathCore<S, TV>.ExpBelow88(S.Sub(S.Load(row + c), shift));
            sum = S.Add(sum, e);
            S.Store(e, row + c);
        }
        if (c < seen)
        {
            TV e = MathCore<S, TV>.ExpBelow88(S.Sub(Lanes<S, TV, float>.Load(row + c, seen - c, float.NegativeInfinity), shift));
            sum = S.Add(sum, e);
            Lanes<S, TV, float>.Store(e, row + c, seen - c);
        }
        float total = S.Sum(sum), scaled = total == 0 ? 0 : 1 / total;
        TV factor = S.Splat(scaled);
        for (c = 0; c + w <= seen; c += w)
        {
            S.Store(S.Mul(S.Load(row + c), factor), row + c);
        }
        for (; c < seen; c++)
        {
            row[c] *= scaled;
        }
        new Span<float>(row + seen, keys - seen).Clear();
        return top + MathF.Log(total);
    }

    /// <summary>The same from the saved log of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Recompute(float* row, int keys, int head, int query)
    {
        float* mask = Shape.MaskRow(head, query);
        int seen = Shape.Causal ? Math.Min(keys, query + 1) : keys, c = 0;
        float saved = Shape.LogSumExp[((long)head * Shape.Tq) + query];
        // Blind rows have minus infinity here; plus infinity makes their probabilities zero.
        TV shift = S.Splat(saved == float.NegativeInfinity ? float.PositiveInfinity : saved), scale = S.Splat(Shape.Scale);
        for (; c + S.Count <= seen; c += S.Count)
        {
            TV value = S.Mul(S.Load(row + c), scale);
            value = mask is null ? value : S.Add(value, S.Load(mask + c));
            S.Store(MathCore<S, TV>.ExpBelow88(S.Sub(value, shift)), row + c);
        }
        if (c < seen)
        {
            int count = seen - c;
            TV value = S.Mul(Lanes<S, TV, float>.Load(row + c, count, 0), scale);
            value = mask is null ? value : S.Add(value, Lanes<S, TV, float>.Load(mask + c, count, 0));
            Lanes<S, TV, float>.Store(MathCore<S, TV>.ExpBelow88(S.Sub(value, shift)), row + c, count);
        }
        new Span<float>(row + seen, keys - seen).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ScoreGradients(float* p, float* dp, int keys, float dot)
    {
        TV total = S.Splat(dot), scale = S.Splat(Shape.Scale);
        int c = 0;
        for (; c + S.Count <= keys; c += S.Count)
        {
            S.Store(S.Mul(S.Mul(S.Load(p + c), S.Sub(S.Load(dp + c), total)), scale), dp + c);
        }
        for (; c < keys; c++)
        {
            dp[c] = p[c] * (dp[c] - dot) * Shape.Scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(float* a, float* b, int count)
    {
        TV sum = S.Zero;
        int c = 0;
        for (; c + S.Count <= count; c += S.Count)
        {
            sum = S.Fma(S.Load(a + c), S.Load(b + c), sum);
        }
        float total = S.Sum(sum);
        for (; c < count; c++)
        {
            total += a[c] * b[c];
        }
        return total;
    }
}
