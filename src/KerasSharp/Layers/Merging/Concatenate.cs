using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Its inputs one after another along an axis.</summary>
/// <remarks>Input shapes: equal but for the axis. Output shape: the same with the sizes of the axis added up. No weights.</remarks>
/// <param name="axis">The axis.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Concatenate")]
public sealed partial class Concatenate(int axis = -1, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        bool fit = inputs.Count > 0 && inputs.All(s => s.Rank == inputs[0].Rank);
        for (int i = 0; fit && i < inputs[0].Rank; i++)
        {
            int at = i;
            fit = at == Primitives.Axes.Normalize(axis, inputs[0].Rank) || inputs.Select(s => s[at]).Where(n => n >= 0).Distinct().Count() <= 1;
        }

        if (!fit)
        {
            throw new ShapeException($"{Label}: its inputs must have equal shapes but for axis {axis}. Received: {string.Join(", ", inputs)}.", nameof(inputs));
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        DType common = arguments.Inputs.Select(x => x.DType).Aggregate(DTypes.Promote);
        return [Prim.Concatenate(Primitives.Axes.Normalize(axis, arguments.Inputs[0].Rank), Array.ConvertAll(arguments.Inputs, x => Prim.Convert(x, common)))];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!Enumerable.Range(0, arguments.Inputs.Length).Any(i => arguments.MaskOf(i) is not null))
        {
            return null;
        }

        // Sizes that are not known come from the inputs, so that the operations can be nodes of a model.
        Tensor[] masks = [.. arguments.Inputs.Select((x, i) => arguments.MaskOf(i) is not { } mask ? Ops.OnesLike(x, DType.Bool)
            : mask.Rank == x.Rank ? mask : Ops.LogicalOr(Ops.ExpandDims(mask, -1), Ops.ZerosLike(x, DType.Bool)))];
        return Ops.All(Ops.Concatenate(masks, axis), -1);
    }
}
