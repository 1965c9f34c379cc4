using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The operand itself, as a value of its own: what a tape can watch without watching the original.</summary>
internal sealed record Identity : Primitive
{
    /// <inheritdoc/>
    public override string Name => "identity";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [context.Cotangent];
}

internal static partial class Prim
{
    /// <summary>The operand as a tensor of its own identity.</summary>
    public static Tensor Identity(Tensor x) => Dispatch.Bind1(new Identity(), x);
}
