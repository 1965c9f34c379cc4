namespace KerasSharp.Primitives;

/// <summary>
/// Layer normalisation along the last axis (Ba, Kiros and Hinton 2016): gamma * (x - mean) / sqrt(variance + epsilon) + beta. Operands: x (..., width),
/// gamma, beta (width). Results: y, mean (...), 1/sqrt(variance + epsilon) (...).
/// </summary>
internal sealed record LayerNorm(double Epsilon) : Composite
{
    /// <inheritdoc/>
    public override string Name => "layer_norm";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0];
        (Tensor mean, Tensor variance) = Prim.Moments(x, x.Rank - 1);
        Tensor inverse = Prim.Rsqrt(Prim.Add(variance, Prim.Scalar(Epsilon, x.DType)));
        Tensor normalized = Prim.Multiply(Prim.Subtract(x, RowOps.Keep(mean, x)), RowOps.Keep(inverse, x));
        return [Prim.Add(Prim.Multiply(normalized, inputs[1]), inputs[2]), mean, inverse];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => context.Cotangents[1] is not null || context.Cotangents[2] is not null
        ? base.Gradient(context)
        : Dispatch.Bind(new LayerNormGradient(), context.Inputs[0], context.Inputs[1], context.Outputs[1], context.Outputs[2], context.Cotangent);
}

/// <summary>From x, gamma, mean, 1/std and dy: dx, dgamma, dbeta.</summary>
internal sealed record LayerNormGradient : Composite
{
    /// <inheritdoc/>
    public override string Name => "layer_norm_gradient";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        (Tensor x, Tensor gamma, Tensor dy) = (inputs[0], inputs[1], inputs[4]);
        Tensor inverse = RowOps.Keep(inputs[3], x);
        Tensor normalized = Prim.Multiply(Prim.Subtract(x, RowOps.Keep(inputs[2], x)), inverse);
        Tensor scaled = Prim.Multiply(dy, gamma), n = Prim.Scalar(x.Shape[^1] < 0 ? double.NaN : x.Shape[^1], x.DType);
        Tensor offset = Prim.Divide(RowOps.Sum(scaled), n);
        Tensor slope = Prim.Divide(RowOps.Sum(Prim.Multiply(scaled, normalized)), n);
        Tensor dx = Prim.Multiply(Prim.Subtract(Prim.Subtract(scaled, offset), Prim.Multiply(normalized, slope)), inverse);
        int[] rows = [.. Enumerable.Range(0, x.Rank - 1)];
        Tensor product = Prim.Multiply(dy, normalized);
        return rows.Length == 0 ? [dx, product, dy] : [dx, Prim.ReduceSum(product, rows), Prim.ReduceSum(dy, rows)];
    }
}

internal static partial class Prim
{
    /// <summary>Layer normalisation along the last axis.</summary>
    public static Tensor LayerNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon) => Dispatch.Bind1(new LayerNorm(epsilon), x, gamma, beta);
}
