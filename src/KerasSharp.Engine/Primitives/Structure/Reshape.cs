using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The same elements in row-major order under another shape. One size of the target may be unknown (-1): it follows from the rest.</summary>
internal sealed record Reshape(Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(Resolve(inputs), inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Reshape(context.Cotangent, context.Inputs[0].Shape)];

    private Shape Resolve(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape input = inputs[0].Shape;
        if (Target.IsStatic)
        {
            return !input.IsStatic || input.Count == Target.Count
                ? Target
                : throw Misfit($"the target shape {Target} must have the {input.Count} elements of the operand, not {Target.Count}.", inputs);
        }

        int unknown = -1;
        long known = 1;
        for (int i = 0; i < Target.Rank; i++)
        {
            if (Target[i] >= 0)
            {
                known *= Target[i];
            }
            else if (unknown >= 0)
            {
                return !input.IsStatic ? Target : throw Misfit($"at most one size of the target shape {Target} may be unknown.", inputs);
            }
            else
            {
                unknown = i;
            }
        }

        if (!input.IsStatic)
        {
            return Target;
        }

        return known > 0 && input.Count % known == 0
            ? Target.With(unknown, (int)(input.Count / known))
            : throw Misfit($"the {input.Count} elements of the operand do not fill the target shape {Target}.", inputs);
    }
}

internal static partial class Prim
{
    /// <summary>The same elements under another shape; one size may be -1.</summary>
    public static Tensor Reshape(Tensor x, Shape target) => Dispatch.Bind1(new Reshape(target), x);
}
