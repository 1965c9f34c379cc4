using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Slices of the operand named by index vectors over its first axes: the last axis of the indices has size k, the result the shape
/// <c>indices.Shape[..^1] + x.Shape[k..]</c>. Indices outside are clamped.
/// </summary>
internal sealed record GatherNd : Primitive
{
    /// <inheritdoc/>
    public override string Name => "gather_nd";

    /// <summary>Offset, in slices, of the slice that index vector number <paramref name="vector"/> names.</summary>
    public static int SliceAt(Shape shape, Operand indices, int vector)
    {
        int k = indices.Shape[^1], at = 0;
        for (int axis = 0; axis < k; axis++)
        {
            at = (at * shape[axis]) + ElementIndex.Clamped(indices, (vector * k) + axis, shape[axis]);
        }

        return at;
    }

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape, indices = inputs[1].Shape;
        outputs[0] = inputs[1].DType.IsInteger() && indices.Rank > 0 && indices[^1] >= 0 && indices[^1] <= x.Rank
            ? new TensorSpec(indices[..^1].Concat(x[indices[^1]..]), inputs[0].DType)
            : throw Misfit("the indices must be integers, their last axis at most the rank of the operand.", inputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int vectors = (int)inputs[1].Shape[..^1].Count;
        int run = (int)inputs[0].Shape[inputs[1].Shape[^1]..].Count * inputs[0].DType.Size();
        for (int i = 0; i < vectors; i++)
        {
            inputs[0].Bytes.Slice(SliceAt(inputs[0].Shape, inputs[1], i) * run, run).CopyTo(outputs[0].Bytes[(i * run)..]);
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0];
        return [Prim.Scatter(Prim.Zeros(x.Shape, x.DType), context.Inputs[1], context.Cotangent, ScatterKind.Add), null];
    }
}

internal static partial class Prim
{
    /// <summary>Slices named by index vectors; see <see cref="Primitives.GatherNd"/>.</summary>
    public static Tensor GatherNd(Tensor x, Tensor indices) => Dispatch.Bind1(new GatherNd(), x, indices);
}
