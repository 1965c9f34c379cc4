using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Attention;

/// <summary>Forward: some blocks of queries of one head. Backward: one head, its blocks in order.</summary>
internal unsafe struct AttentionJob<S, TV> : IParallelJob
    where S : ISimd<TV, float>, ISimdBits<TV>
    where TV : struct
{
    public AttentionShape Shape;
    public AttentionGradients G;
    public bool Backward;

    /// <summary>Parts that the queries of a head are cut into.</summary>
    public int Cuts;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        if (Backward)
        {
            RunBackward(index);
            return;
        }
        int head = index / Cuts, cut = index % Cuts, first = (int)((long)Shape.Blocks * cut / Cuts), end = (int)((long)Shape.Blocks * (cut + 1) / Cuts);
        if (Shape.Tq < Gemm.MicroKernel.TileRows)
        {
            ForwardFew(head);
            return;
        }
        int ld = Shape.Ld, d = Shape.D;
        long key = Shape.KeyAt(head), size = AttentionPanels<S, TV>.Size(d, Shape.Tk), sizeV = AttentionPanels<S, TV>.Size(Shape.Tk, d);
        AttentionPanels<S, TV> panels = Panels(0);
        float* keys = Scratch.Get<float>(size + sizeV + ((long)Shape.Block * panels.Ld), ScratchSlot.Kernel), values = keys + size, scores = values + sizeV;
        AttentionPanels<S, TV>.PackTransposed(Shape.K + key, ld, Shape.Tk, d, keys);
        AttentionPanels<S, TV>.Pack(Shape.V + key, ld, Shape.Tk, d, values);
        for (int block = first; block < end; block++)
        {
            panels = Panels(block * Shape.Block);
            long query = Shape.QueryAt(head, panels.First);
            panels.Scores(Shape.Q + query, ld, d, keys, scores);
            for (int i = 0; i < panels.Rows; i++)
            {
                Shape.LogSumExp[((long)head * Shape.Tq) + panels.First + i] = Probabilities(scores + ((long)i * panels.Ld), panels.End(i), head, panels.First + i);
            }
            panels.Sum(scores, values, d, Shape.Output + query, ld);
        }
    }

    /// <summary>A few queries, for which packing the keys would cost more than it saves.</summary>
    private readonly void ForwardFew(int head)
    {
        int rows = Shape.Tq, keys = Shape.Tk, ld = Shape.Ld;
        float* scores = Scratch.Get<float>((long)rows * keys, ScratchSlot.Kernel);
        long query = Shape.QueryAt(head, 0), key = Shape.KeyAt(head);
        Gemm.Gemm.Run(rows, keys, Shape.D, Shape.Q + query, ld, false, Shape.K + key, ld, true, scores, keys, 0, default);
        for (int i = 0; i < rows; i++)
        {
            Shape.LogSumExp[((long)head * rows) + i] = Probabilities(scores + ((long)i * keys), keys, head, i);
        }
        Gemm.Gemm.Run(rows, Shape.D, keys, scores, keys, false, Shape.V + key, ld, false, Shape.Output + query, ld, 0, default);
    }

    private readonly void RunBackward(int head)
    {
        int ld = Shape.Ld, d = Shape.D, tk = Shape.Tk;
        long key = Shape.KeyAt(head), transposed = AttentionPanels<S, TV>.Size(d, tk), plain = AttentionPanels<S, TV>.Size(tk, d);
        AttentionPanels<S, TV> panels = Panels(0);
        long scores = (long)Shape.Block * panels.Ld, rows = AttentionPanels<S, TV>.Size(Shape.Block, d);
        float* keysT = Scratch.Get<float>((2 * transposed) + plain + (2 * scores) + (2 * rows), ScratchSlot.Kernel), valuesT = keysT + transposed;
        float* keys = valuesT + transposed, p = keys + plain, dp = p + scores, packedQ = dp + scores, packedO = packedQ + rows;
        AttentionPanels<S, TV>.PackTransposed(Shape.K + key, ld, tk, d, keysT);
        AttentionPanels<S, TV>.PackTransposed(Shape.V + key, ld, tk, d, valuesT);
        AttentionPanels<S, TV>.Pack(Shape.K + key, ld, tk, d, keys);
        for (int t = 0; t < tk; t++)
        {
            new Span<float>(G.Dk + key + ((long)t * ld), d).Clear();
            new Span<float>(G.Dv + key + ((long)t * ld), d).Clear();
        }
        for (int t = 0; t < Shape.Tq; t += Shape.Block)
        {
            panels = Panels(t);
            long query = Shape.QueryAt(head, t);
            float* dO = G.DOutput + query, o = Shape.Output + query;
            panels.Scores(Shape.Q + query, ld, d, keysT, p);
            panels.Scores(dO, ld, d, valuesT, dp);
            AttentionPanels<S, TV>.Pack(dO, ld, panels.Rows, d, packedO);
            AttentionPanels<S, TV>.Pack(Shape.Q + query, ld, panels.Rows, d, packedQ);
            for (int i = 0; i < panels.Rows; i++)
            {
                // dS = P (dP - sum(P dP)) scale, and sum(P dP) = dO . O.
                float* row = p + ((long)i * panels.Ld), gradient = dp + ((long)i * panels.Ld);
                int seen = Recompute(row, panels.End(i), head, t + i);
                ScoreGradients(row, gradient, seen, Dot(dO + ((long)i * ld), o + ((long)i * ld), d));
                new Span<float>(gradient + seen, panels.End(i) - seen).Clear();
            }
            panels.SumTransposed(p, packedO, d, G.Dv + key, ld);
            panels.Sum(dp, keys, d, G.Dq + query, ld);
            panels.SumTransposed(dp, packedQ, d, G.Dk + key, ld);
        }
    }

    /// <summary>The block of queries that begins at <paramref name="first"/>.</summary>
    private readonly AttentionPanels<S, TV> Panels(int first) => new()
    {
        First = first, Rows = Math.Min(Shape.Block, Shape.Tq - first), Keys = Shape.Tk, Causal = Shape.Causal, Ld = AttentionPanels<S, TV>.RowSize(Shape.Tk),
    };

    private readonly int Seen(int query) => Shape.Causal ? Math.Min(Shape.Tk, query + 1) : Shape.Tk;

    /// <summary>Turns a row of raw products into probabilities in place, with zeros up to <paramref name="end"/>; the result is the log of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float Probabilities(float* row, int end, int head, int query)
    {
        float* mask = Shape.MaskRow(head, query);
        int seen = Seen(query), w = S.Count, c = 0;
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
        new Span<float>(row + seen, end - seen).Clear();
        return top + MathF.Log(total);
    }

    /// <summary>The same from the saved log of the sum; gives the number of keys that the query sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int Recompute(float* row, int end, int head, int query)
    {
        float* mask = Shape.MaskRow(head, query);
        int seen = Seen(query), c = 0;
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
        new Span<float>(row + seen, end - seen).Clear();
        return seen;
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
