using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The operand itself, treated as a constant by differentiation.</summary>
internal sealed record StopGradient : Primitive
{
    /// <inheritdoc/>
    public override string Name => "stop_gradient";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null];
}

internal static partial class Prim
{
    /// <summary>The operand as a constant to differentiation.</summary>
    public static Tensor StopGradient(Tensor x) => Dispatch.Bind1(new StopGradient(), x);
}
