using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The elements along an axis in ascending order, NaN last.</summary>
internal sealed record Sort(int Axis) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "sort";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Operand x = inputs[0], y = outputs[0];
        int size = x.DType.Size();
        Ordering.Visit(x, Axis, false, (start, step, order) =>
        {
            for (int k = 0; k < order.Length; k++)
            {
                x.Bytes.Slice((start + (order[k] * step)) * size, size).CopyTo(y.Bytes[((start + (k * step)) * size)..]);
            }
        });
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0];
        return [Dispatch.Bind1(new ScatterAddAlongAxis(Axis, x.Shape[Axis]), context.Cotangent, Prim.ArgSort(x, Axis))];
    }
}

internal static partial class Prim
{
    /// <summary>The elements along an axis in ascending order.</summary>
    public static Tensor Sort(Tensor x, int axis) => Dispatch.Bind1(new Sort(Axes.Normalize(axis, x.Rank)), x);
}
