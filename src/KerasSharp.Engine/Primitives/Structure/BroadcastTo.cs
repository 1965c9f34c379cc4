using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Repeats the operand along axes of size 1 and new leading axes, as NumPy's <c>broadcast_to</c>.</summary>
internal sealed record BroadcastTo(Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "broadcast";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape? common = Broadcasting.Common(inputs[0].Shape, Target);
        if (common is null || !common.IsCompatibleWith(Target))
        {
            throw Misfit($"the operand does not broadcast to {Target}: aligned at the last axis, sizes must be equal or 1.", inputs);
        }

        outputs[0] = new TensorSpec(Target, inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => Broadcasting.Expand(inputs[0], outputs[0]);

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [context.Cotangent]; // the tape sums it back
}

internal static partial class Prim
{
    /// <summary>The operand repeated to a shape.</summary>
    public static Tensor BroadcastTo(Tensor x, Shape target) => x.Shape == target ? x : Dispatch.Bind1(new BroadcastTo(target), x);
}
