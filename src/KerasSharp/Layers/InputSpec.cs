using System.Globalization;

namespace KerasSharp.Layers;

/// <summary>What a layer's input must be like.</summary>
/// <param name="Ndim">Exact rank.</param>
/// <param name="MinNdim">Least rank.</param>
/// <param name="MaxNdim">Greatest rank.</param>
/// <param name="Axes">Sizes that axes must have; negative axes count from the end.</param>
/// <param name="Hint">What to write instead, for the message.</param>
public sealed record InputSpec(
    int? Ndim = null, int? MinNdim = null, int? MaxNdim = null, IReadOnlyDictionary<int, int>? Axes = null, string? Hint = null)
{
    /// <summary>Refuses an input that does not fit.</summary>
    /// <exception cref="ShapeException">It does not fit.</exception>
    internal void Check(Layer layer, Shape shape)
    {
        string? rule = Ndim is { } n && shape.Rank != n ? $"the input must have rank {n}"
            : MinNdim is { } least && shape.Rank < least ? $"the input must have rank {least} or more"
            : MaxNdim is { } most && shape.Rank > most ? $"the input must have rank {most} or less"
            : null;
        if (rule is not null)
        {
            throw new ShapeException(
                $"{layer.Label}: {rule}, including the batch axis. Received: inputs.Shape={shape} (rank {shape.Rank}).{Advice(shape)}", nameof(shape));
        }

        foreach ((int axis, int size) in Axes ?? System.Collections.ObjectModel.ReadOnlyDictionary<int, int>.Empty)
        {
            int found = shape[axis < 0 ? axis + shape.Rank : axis];
            if (found >= 0 && found != size)
            {
                string place = axis == -1 ? "the last axis" : string.Create(CultureInfo.InvariantCulture, $"axis {axis}");
                throw new ShapeException(
                    $"{layer.Label}: {place} of the input must be {size.ToString(CultureInfo.InvariantCulture)}, the size its weights were built for. Received: inputs.Shape={shape}.{Advice(shape)}",
                    nameof(shape));
            }
        }
    }

    private string Advice(Shape shape)
    {
        if (Hint is not null)
        {
            return " " + Hint;
        }

        if (Axes is not null && Axes.TryGetValue(-1, out int size) && shape.Rank > 2)
        {
            long rest = 1;
            for (int i = 1; i < shape.Rank; i++)
            {
                rest *= shape[i];
            }

            return rest == size ? " Put a Flatten layer before it." : "";
        }

        return "";
    }
}
