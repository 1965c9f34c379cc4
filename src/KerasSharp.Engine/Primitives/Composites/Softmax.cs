namespace KerasSharp.Primitives;

/// <summary>exp(x) / sum(exp(x)) along the last axis, shifted by the maximum so that nothing overflows.</summary>
internal sealed record Softmax : Composite
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0];
        Tensor e = Prim.Exp(Prim.Subtract(x, Prim.StopGradient(RowOps.Max(x))));
        return [Prim.Divide(e, RowOps.Sum(e))];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Dispatch.Bind1(new SoftmaxGradient(), context.Outputs[0], context.Cotangent)];
}

/// <summary>From y = softmax(x) and dy: y * (dy - sum(y * dy)).</summary>
internal sealed record SoftmaxGradient : Composite
{
    /// <inheritdoc/>
    public override string Name => "softmax_gradient";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor product = Prim.Multiply(inputs[0], inputs[1]);
        return [Prim.Subtract(product, Prim.Multiply(inputs[0], RowOps.Sum(product)))];
    }
}

internal static partial class Prim
{
    /// <summary>Softmax along the last axis.</summary>
    public static Tensor Softmax(Tensor x) => Dispatch.Bind1(new Softmax(), x);
}
