using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The same bits read as another dtype. Where its size is another, the last axis is longer or shorter by the ratio.</summary>
internal sealed record BitCast(DType Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "bitcast";

    /// <inheritdoc/>
    protected override string NoGradientReason => "it reinterprets bits.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape;
        int from = inputs[0].DType.Size(), to = Target.Size();
        if (from != to)
        {
            if (x.Rank == 0 || (x[^1] >= 0 && x[^1] * from % to != 0))
            {
                throw Misfit($"the {from}-byte elements of the last axis must divide into elements of {Target.Name()}, which have {to} bytes.", inputs);
            }

            x = x.With(x.Rank - 1, x[^1] < 0 ? -1 : x[^1] * from / to);
        }

        outputs[0] = new TensorSpec(x, Target);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => inputs[0].Bytes.CopyTo(outputs[0].Bytes);
}

internal static partial class Prim
{
    /// <summary>The same bits read as another dtype.</summary>
    public static Tensor BitCast(Tensor x, DType target) => x.DType == target ? x : Dispatch.Bind1(new BitCast(target), x);
}
