using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The elements along some axes in opposite order.</summary>
internal sealed record Reverse(Axes Axes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "reverse";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int[] strides = Broadcasting.ContiguousStrides(inputs[0].Shape);
        int offset = 0;
        foreach (int axis in Axes.Span)
        {
            offset += (inputs[0].Shape[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }

        Strided.Copy(inputs[0], strides, offset, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Dispatch.Bind1(this, context.Cotangent)];
}

internal static partial class Prim
{
    /// <summary>The elements along some axes in opposite order.</summary>
    public static Tensor Reverse(Tensor x, params int[] axes) => axes.Length == 0 ? x : Dispatch.Bind1(new Reverse(Axes.Of(axes, x.Rank)), x);
}
