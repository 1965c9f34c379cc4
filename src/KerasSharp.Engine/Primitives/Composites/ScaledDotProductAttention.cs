namespace KerasSharp.Primitives;

/// <summary>
/// softmax(scale * q · kᵀ + mask) · v for each head (Vaswani et al. 2017, equation 1). Operands: q (batch, queries, heads, depth), k and v (batch, keys,
/// heads, depth), and where <see cref="HasMask"/> an additive mask (batch or 1, heads or 1, queries, keys). Where <see cref="Causal"/>, query i sees keys
/// 0 to i. Results: the attended values like q, and log-sum-exp (batch, heads, queries).
/// </summary>
internal sealed record ScaledDotProductAttention(double Scale, bool Causal, bool HasMask) : Composite
{
    /// <inheritdoc/>
    public override string Name => "scaled_dot_product_attention";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor scores = Scores(inputs[0], inputs[1], HasMask ? inputs[3] : null);
        Tensor normalizer = RowOps.LogSumExp(scores);
        Tensor weights = Prim.Exp(Prim.Subtract(scores, normalizer));
        Tensor result = Prim.DotGeneral(weights, inputs[2], [0, 1], [0, 2], [3], [1]); // (batch, heads, queries, depth)
        return [Prim.Transpose(result, 0, 2, 1, 3), Prim.Reshape(normalizer, scores.Shape[..3])];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        if (context.Cotangents[1] is not null || (HasMask && context.Needs(3)))
        {
            return base.Gradient(context);
        }

        Tensor[] operands = [context.Inputs[0], context.Inputs[1], context.Inputs[2], context.Outputs[0], context.Outputs[1], context.Cotangent];
        Tensor[] found = Dispatch.Bind(
            new ScaledDotProductAttentionGradient(Scale, Causal, HasMask), HasMask ? [.. operands, context.Inputs[3]] : operands);
        return HasMask ? [.. found, null] : [.. found];
    }

    /// <summary>The masked scores, (batch, heads, queries, keys).</summary>
    public Tensor Scores(Tensor q, Tensor k, Tensor? mask)
    {
        Tensor scores = Prim.Multiply(Prim.DotGeneral(q, k, [0, 2], [0, 2], [3], [3]), Prim.Scalar(Scale, q.DType));
        scores = mask is null ? scores : Prim.Add(scores, mask);
        if (!Causal)
        {
            return scores;
        }

        Shape square = Shape.Of(scores.Shape[2], scores.Shape[3]);
        Tensor visible = Prim.GreaterEqual(Prim.Iota(square, 0, DType.Int32), Prim.Iota(square, 1, DType.Int32));
        return Prim.Select(visible, scores, Prim.Scalar(-1e30, q.DType));
    }
}

/// <summary>From q, k, v, the result, log-sum-exp, the cotangent of the result and the mask if any: dq, dk, dv.</summary>
internal sealed record ScaledDotProductAttentionGradient(double Scale, bool Causal, bool HasMask) : Composite
{
    /// <inheritdoc/>
    public override string Name => "scaled_dot_product_attention_gradient";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        (Tensor q, Tensor k, Tensor v, Tensor result, Tensor dy) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[5]);
        Tensor scores = new ScaledDotProductAttention(Scale, Causal, HasMask).Scores(q, k, HasMask ? inputs[6] : null);
        Tensor weights = Prim.Exp(Prim.Subtract(scores, RowOps.Keep(inputs[4], scores)));
        Tensor dv = Prim.DotGeneral(weights, dy, [0, 1], [0, 2], [2], [1]); // (batch, heads, keys, depth)
        Tensor dweights = Prim.DotGeneral(dy, v, [0, 2], [0, 2], [3], [3]); // (batch, heads, queries, keys)
        Tensor rows = Prim.ReduceSum(Prim.Multiply(dy, result), 3); // (batch, queries, heads)
        Tensor delta = RowOps.Keep(Prim.Transpose(rows, 0, 2, 1), scores);
        Tensor dscores = Prim.Multiply(Prim.Multiply(weights, Prim.Subtract(dweights, delta)), Prim.Scalar(Scale, q.DType));
        Tensor dq = Prim.DotGeneral(dscores, k, [0, 1], [0, 2], [3], [1]);
        Tensor dk = Prim.DotGeneral(dscores, q, [0, 1], [0, 2], [2], [1]);
        return [Prim.Transpose(dq, 0, 2, 1, 3), Prim.Transpose(dk, 0, 2, 1, 3), Prim.Transpose(dv, 0, 2, 1, 3)];
    }
}

internal static partial class Prim
{
    /// <summary>Attention over (batch, length, heads, depth); see <see cref="Primitives.ScaledDotProductAttention"/>.</summary>
    public static Tensor ScaledDotProductAttention(Tensor q, Tensor k, Tensor v, double scale, bool causal = false, Tensor? mask = null) =>
        Dispatch.Bind(new ScaledDotProductAttention(scale, causal, mask is not null), mask is null ? [q, k, v] : [q, k, v, mask])[0];
}
