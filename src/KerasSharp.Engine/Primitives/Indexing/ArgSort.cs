using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The indices (int32) that put the elements along an axis in ascending order, NaN last; equal elements keep their order.</summary>
internal sealed record ArgSort(int Axis) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "argsort";

    /// <inheritdoc/>
    protected override string NoGradientReason => "an index is a whole number.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(inputs[0].Shape, DType.Int32);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Operand y = outputs[0];
        Ordering.Visit(inputs[0], Axis, false, (start, step, order) =>
        {
            for (int k = 0; k < order.Length; k++)
            {
                y.As<int>()[start + (k * step)] = order[k];
            }
        });
    }
}

internal static partial class Prim
{
    /// <summary>The indices that sort an axis, stable.</summary>
    public static Tensor ArgSort(Tensor x, int axis) => Dispatch.Bind1(new ArgSort(Axes.Normalize(axis, x.Rank)), x);
}
