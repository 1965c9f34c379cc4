using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// As NumPy's <c>take_along_axis</c>: <c>y[.., i, ..] = x[.., indices[.., i, ..], ..]</c> along one axis. The indices have the sizes of x but for that
/// axis, whose size the result has. Indices outside are clamped.
/// </summary>
internal sealed record TakeAlongAxis(int Axis) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "take_along_axis";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape, indices = inputs[1].Shape;
        outputs[0] = inputs[1].DType.IsInteger() && x.Rank == indices.Rank && x.Remove(Axis).IsCompatibleWith(indices.Remove(Axis))
            ? new TensorSpec(x.With(Axis, indices[Axis]), inputs[0].DType)
            : throw Misfit($"the indices must be integers and have the sizes of the operand on all axes but {Axis}.", inputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int bytes = inputs[0].DType.Size();
        for (int i = 0; i < outputs[0].Count; i++)
        {
            int from = Source(inputs[0].Shape, inputs[1], i, Axis);
            inputs[0].Bytes.Slice(from * bytes, bytes).CopyTo(outputs[0].Bytes[(i * bytes)..]);
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [Dispatch.Bind1(new ScatterAddAlongAxis(Axis, context.Inputs[0].Shape[Axis]), context.Cotangent, context.Inputs[1]), null];

    /// <summary>The element of a tensor that the index number <paramref name="i"/> names.</summary>
    public static int Source(Shape shape, in Operand indices, int i, int axis)
    {
        int inner = (int)shape[(axis + 1)..].Count, outer = i / inner / indices.Shape[axis];
        return (((outer * shape[axis]) + ElementIndex.Clamped(indices, i, shape[axis])) * inner) + (i % inner);
    }
}

/// <summary>The transpose of <see cref="TakeAlongAxis"/>: the elements of the first operand added to zeros where the indices say, along an axis of a given size.</summary>
internal sealed record ScatterAddAlongAxis(int Axis, int Size) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "scatter_add_along_axis";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = inputs[1].DType.IsInteger() && inputs[0].Shape.IsCompatibleWith(inputs[1].Shape)
            ? new TensorSpec(inputs[0].Shape.With(Axis, Size), inputs[0].DType)
            : throw Misfit("the indices must be integers and have the shape of the operand.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var sums = new double[outputs[0].Count];
        for (int i = 0; i < inputs[0].Count; i++)
        {
            sums[TakeAlongAxis.Source(outputs[0].Shape, inputs[1], i, Axis)] += ElementReader.ReadDouble(inputs[0], i);
        }

        for (int i = 0; i < sums.Length; i++)
        {
            ElementReader.WriteDouble(outputs[0], i, sums[i]);
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.TakeAlongAxis(context.Cotangent, context.Inputs[1], Axis), null];
}

internal static partial class Prim
{
    /// <summary>As NumPy's <c>take_along_axis</c>.</summary>
    public static Tensor TakeAlongAxis(Tensor x, Tensor indices, int axis) =>
        Dispatch.Bind1(new TakeAlongAxis(Axes.Normalize(axis, x.Rank)), x, indices);
}
