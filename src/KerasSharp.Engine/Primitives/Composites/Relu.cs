namespace KerasSharp.Primitives;

/// <summary>max(x, 0). The gradient is 0 where x is 0, and is found from the result, so that the operand need not be kept.</summary>
internal sealed record Relu : Composite
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs) => [Prim.Maximum(inputs[0], Prim.Scalar(0, inputs[0].DType))];

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor y = context.Outputs[0], zero = Prim.Scalar(0, y.DType);
        return [Prim.Select(Prim.Greater(y, zero), context.Cotangent, zero)];
    }
}

internal static partial class Prim
{
    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => Dispatch.Bind1(new Relu(), x);
}
