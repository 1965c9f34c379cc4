using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The first operand unchanged, with a gradient that somebody else states: from the cotangent of the result those of the other operands (null for none). The
/// first operand itself has none.
/// </summary>
internal sealed record WithGradient(Func<Tensor, Tensor?[]> Rule) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "with_gradient";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor?[] found = Rule(context.Cotangent);
        return found.Length == context.Inputs.Length - 1
            ? [null, .. found]
            : throw new InvalidOperationException($"A custom gradient must give one tensor (or null) for each of the {context.Inputs.Length - 1} arguments. Received: {found.Length}.");
    }
}
