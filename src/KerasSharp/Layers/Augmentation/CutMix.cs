using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, pastes a box of another image of the batch into each image, and mixes labels by areas (Yun et al. 2019, "CutMix").</summary>
/// <remarks>
/// Input and output shape: <c>(batch, height, width, channels)</c>; one image alone passes as it is. Labels are <c>(batch, classes)</c>, as floating numbers; masks are pasted like the
/// images. There is no rule for bounding boxes. No weights.
/// </remarks>
/// <param name="factor">The range that the parameter of the beta distribution is drawn from that gives the shares, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "CutMix")]
public sealed partial class CutMix(
    FloatTuple factor = default, int? seed = null, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseMixing(seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private const double Epsilon = 1e-6; // the parameter of a beta distribution is above 0

    private readonly FloatTuple _factor = Ranges.Around(factor.IsNone ? 1 : factor, 0, 1, nameof(factor), nameof(CutMix));

    /// <inheritdoc/>
    protected internal override LabeledBoxes TransformBoundingBoxes(LabeledBoxes boundingBoxes, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        throw new NotSupportedException($"{Label}: there is no rule for the bounding boxes of an image of which a part is replaced. Received: bounding boxes. Use MixUp, which keeps those of both images.");
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor segmentationMasks, object? transformation, bool training) =>
        transformation is Mix mix ? Blend(segmentationMasks, mix) : segmentationMasks;

    private protected override Mix Draw(ImageData data, Tensor order, SeedGenerator seed)
    {
        int batch = data.Images.Shape[0];
        (int height, int width) = SizeOf(data);
        Tensor alpha = Keras.Random.Uniform(Shape.Scalar, _factor[0], _factor[1], seed: seed) + Epsilon;
        Tensor part = Ops.Sqrt(1 - Keras.Random.Beta([batch, 1, 1, 1], alpha, alpha, seed: seed));
        (Tensor inside, Tensor wide, Tensor tall) = Draws.Boxes(part, part, (height, width), 4 + HeightAxis, seed);
        return new(order, 1 - (wide * tall / (width * height)), inside);
    }

    private protected override Tensor Blend(Tensor images, Mix mix) => Prim.Select(Prim.BroadcastTo(mix.Pasted!, images.Shape), Other(images, mix), images);
}
