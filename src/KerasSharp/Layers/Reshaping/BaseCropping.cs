using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that cut off borders. The documentation of each says what the arguments mean.</summary>
public abstract class BaseCropping : Layer
{
    private readonly int _first;

    private protected BaseCropping(int rank, Margins cropping, string? dataFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        Cropping = cropping.For(rank, nameof(cropping), KerasName);
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        InputSpec = new InputSpec(Ndim: rank + 2);
        _first = DataFormat == "channels_last" ? 1 : 2;
    }

    /// <summary>How much is cut off before and after each axis.</summary>
    public Margins Cropping { get; }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (int[] low, int[] high) = Cropping.Spread(inputs.Rank, _first);
        for (int axis = 0; axis < inputs.Rank; axis++)
        {
            int size = inputs.Shape[axis];
            if (size >= 0 && low[axis] + high[axis] > 0 && low[axis] + high[axis] >= size)
            {
                throw new ShapeException(
                    $"{Label}: something must be left of axis {axis}, of which {low[axis]} + {high[axis]} are cut off. Received: inputs.Shape={inputs.Shape}. Crop less.", nameof(inputs));
            }

            // A cut of an unknown size stays unknown: from the end it counts back.
            int limit = high[axis] > 0 ? (size < 0 ? -high[axis] : size - high[axis]) : Slice.End;
            inputs = low[axis] + high[axis] > 0 ? Prim.SliceAxis(inputs, axis, low[axis], limit) : inputs;
        }

        return inputs;
    }
}
