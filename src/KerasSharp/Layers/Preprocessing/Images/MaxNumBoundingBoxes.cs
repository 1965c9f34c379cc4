using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Brings all images to the same number of bounding boxes: leaves out those beyond it, and fills up with boxes and labels of one value.</summary>
/// <remarks>Images, labels and masks pass as they are. No weights. It acts in training and inference. As in Keras, <c>fillValue</c> is no part of the config.</remarks>
/// <param name="maxNumber">The number of boxes, at least 1.</param>
/// <param name="fillValue">What is filled up with.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNumber"/> is less than 1.</exception>
[KerasSerializable("keras.layers", "MaxNumBoundingBoxes")]
public sealed partial class MaxNumBoundingBoxes(
    int maxNumber, [ConfigName(Omit = true)] int fillValue = -1, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly int _maxNumber = Arguments.AtLeast(1, maxNumber, nameof(maxNumber), nameof(MaxNumBoundingBoxes));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training) => images;

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        return boundingBoxes.Map(Fit);
    }

    private protected override ImageData Infer(ImageData data, bool training) => base.Infer(data, training) with
    {
        BoundingBoxes = data.BoundingBoxes?.Map(t => Op.Unknown(t.Shape.With(1, _maxNumber), t.DType)),
    };

    private protected override DType OutputDType(DType images) => images;

    private Tensor Fit(Tensor t)
    {
        Tensor first = Prim.SliceAxis(t, 1, 0, Math.Min(_maxNumber, t.Shape[1]));
        int[] high = new int[t.Rank];
        high[1] = _maxNumber - first.Shape[1];
        return high[1] == 0 ? first : Prim.Pad(first, new int[t.Rank], high, fillValue);
    }
}
