using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, mixes each image of a batch with another one, and their labels (Zhang et al. 2017, "mixup: beyond empirical risk minimization").</summary>
/// <remarks>
/// Input and output shape: <c>(batch, height, width, channels)</c>; one image alone passes as it is. Labels are <c>(batch, classes)</c>, as floating numbers. The bounding boxes of both
/// images stay, so that there are twice as many; masks are mixed like the images, to shares of classes. No weights.
/// </remarks>
/// <param name="alpha">The parameter of the beta distribution that shares are drawn from, above 0: small ones mix little.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not above 0.</exception>
[KerasSerializable("keras.layers", "MixUp")]
public sealed partial class MixUp(
    double alpha = 0.2, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseMixing(seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly double _alpha = Utilities.Arguments.Positive(nameof(MixUp), nameof(alpha), alpha);

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        return transformation is Mix mix ? boundingBoxes.Map(t => Ops.Concatenate([t, Other(t, mix)], 1)) : boundingBoxes;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(segmentationMasks);
        Tensor masks = Op.ToFloat(segmentationMasks);
        return transformation is Mix mix ? Blend(masks, mix) : masks;
    }

    private protected override ImageData Infer(ImageData data, bool training) => base.Infer(data, training) with
    {
        BoundingBoxes = training ? data.BoundingBoxes?.Map(t => Op.Unknown(t.Shape.With(1, t.Shape[1] < 0 ? -1 : 2 * t.Shape[1]), t.DType)) : data.BoundingBoxes,
        SegmentationMasks = data.SegmentationMasks is { } masks ? Op.Unknown(masks.Shape, Op.ToFloat(masks).DType) : null,
    };

    private protected override Mix Draw(ImageData data, Tensor order, SeedGenerator seed) =>
        new(order, Keras.Random.Beta([data.Images.Shape[0], 1, 1, 1], _alpha, _alpha, seed: seed), null);

    private protected override Tensor Blend(Tensor images, Mix mix)
    {
        Tensor share = Ops.Cast(mix.Share, images.DType);
        return (share * images) + ((1 - share) * Other(images, mix));
    }
}
