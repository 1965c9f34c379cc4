using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// A contraction or convolution whose kernel also adds a bias along the last axis, adds a residual, and applies an activation while the result is
/// still in registers. Operands: those of the inner primitive, then the bias, then the residual, where present. It exists only inside CPU plans.
/// </summary>
internal sealed record WithEpilogue(Primitive Inner, bool HasBias, bool HasResidual, EpilogueActivation Activation) : Primitive
{
    /// <inheritdoc/>
    public override string Name => Inner.Name + (HasBias ? "+bias" : "") + (HasResidual ? "+residual" : "")
        + (Activation == EpilogueActivation.None ? "" : $"+{Activation.ToString().ToLowerInvariant()}");

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => Inner.Infer(inputs[..2], outputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("An epilogue runs as a step of a plan.");
}
