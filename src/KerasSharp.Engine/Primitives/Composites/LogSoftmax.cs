namespace KerasSharp.Primitives;

/// <summary>x - log(sum(exp(x))) along the last axis.</summary>
internal sealed record LogSoftmax : Composite
{
    /// <inheritdoc/>
    public override string Name => "log_softmax";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs) => [Prim.Subtract(inputs[0], RowOps.LogSumExp(inputs[0]))];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Dispatch.Bind1(new LogSoftmaxGradient(), context.Outputs[0], context.Cotangent)];
}

/// <summary>From y = log_softmax(x) and dy: dy - exp(y) * sum(dy).</summary>
internal sealed record LogSoftmaxGradient : Composite
{
    /// <inheritdoc/>
    public override string Name => "log_softmax_gradient";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs) =>
        [Prim.Subtract(inputs[1], Prim.Multiply(Prim.Exp(inputs[0]), RowOps.Sum(inputs[1])))];
}

internal static partial class Prim
{
    /// <summary>The logarithm of softmax along the last axis.</summary>
    public static Tensor LogSoftmax(Tensor x) => Dispatch.Bind1(new LogSoftmax(), x);
}
