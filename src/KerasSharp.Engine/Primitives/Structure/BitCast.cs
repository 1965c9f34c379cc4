using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The same bits read as another dtype of the same size.</summary>
internal sealed record BitCast(DType Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "bitcast";

    /// <inheritdoc/>
    protected override string NoGradientReason => "it reinterprets bits.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0].DType.Size() == Target.Size()
        ? new TensorSpec(inputs[0].Shape, Target)
        : throw Misfit($"{Target.Name()} must have the size of the operand's dtype.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);
}

internal static partial class Prim
{
    /// <summary>The same bits read as another dtype of the same size.</summary>
    public static Tensor BitCast(Tensor x, DType target) => x.DType == target ? x : Dispatch.Bind1(new BitCast(target), x);
}
