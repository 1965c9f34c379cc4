using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The sum of products of two inputs along an axis of each, sample by sample.</summary>
/// <remarks>
/// Input shapes: two of rank 2 or more, whose batch and whose axes have equal sizes. Output shape: the batch, the other axes of the first, the other axes of the second;
/// <c>(batch, 1)</c> where there are none. No weights. Masks end here.
/// </remarks>
/// <param name="axes">The axis of both, or one of each, not that of the batch.</param>
/// <param name="normalize">Whether samples are brought to an L2 norm of 1 along the axes first, which gives the cosine of their angle.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">There are more than two axes, or one is that of the batch.</exception>
[KerasSerializable("keras.layers", "Dot")]
public sealed partial class Dot(Sizes axes, bool normalize = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    /// <summary>The axes.</summary>
    public Sizes Axes { get; } = axes.Count is 1 or 2 && !axes.Contains(0) ? axes : throw new ArgumentException(
        $"Dot: axes must be one axis or two, none of them 0, the batch. Received: axes=({string.Join(", ", axes)}).", nameof(axes));

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2 || inputs[0].Rank < 2 || inputs[1].Rank < 2)
        {
            throw new ShapeException($"{Label}: it takes two inputs of rank 2 or more. Received: {string.Join(", ", inputs)}. Apply it to a list of two: Apply([a, b]).", nameof(inputs));
        }

        int first = inputs[0][AxisOf(0, inputs[0].Rank)], second = inputs[1][AxisOf(1, inputs[1].Rank)];
        if (first >= 0 && second >= 0 && first != second)
        {
            throw new ShapeException(
                $"{Label}: the axes must have equal sizes. Received: {inputs[0]}, of which axis {AxisOf(0, inputs[0].Rank)} is {first}, and {inputs[1]}, of which axis {AxisOf(1, inputs[1].Rank)} is {second}.", nameof(inputs));
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0], y = arguments.Inputs[1];
        int i = AxisOf(0, x.Rank), j = AxisOf(1, y.Rank);
        if (normalize)
        {
            (x, y) = (Ops.Normalize(x, i), Ops.Normalize(y, j));
        }

        DType common = DTypes.Promote(x.DType, y.DType);
        Tensor sums = Prim.DotGeneral(Prim.Convert(x, common), Prim.Convert(y, common), [0], [0], [i], [j]);
        return [sums.Rank == 1 ? Prim.Reshape(sums, sums.Shape.Insert(1, 1)) : sums];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index) => null;

    private int AxisOf(int input, int rank)
    {
        int axis = Axes[Axes.Count == 1 ? 0 : input];
        return axis < rank && axis > -rank ? (axis + rank) % rank : throw new ShapeException(
            $"{Label}: its axes must be axes of the inputs other than the batch. Received: axes=({string.Join(", ", Axes)}), input {input} of rank {rank}.", nameof(input));
    }
}
