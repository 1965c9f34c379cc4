using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The derivative of order <paramref name="Order"/> (1 or more) of the digamma function.</summary>
internal sealed record Polygamma(int Order) : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "polygamma";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType.IsFloating()
        ? inputs[0].DType
        : throw Misfit("the operand must be a floating-point tensor.", inputs);

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        for (int i = 0; i < output.Count; i++)
        {
            ElementReader.WriteDouble(output, i, SpecialFunctions.Polygamma(Order, ElementReader.ReadDouble(inputs[0], i)));
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [Prim.Multiply(context.Cotangent, Prim.Polygamma(context.Inputs[0], Order + 1))];
}

internal static partial class Prim
{
    /// <summary>A derivative of the digamma function.</summary>
    public static Tensor Polygamma(Tensor x, int order) => Dispatch.Bind1(new Polygamma(order), x);
}
