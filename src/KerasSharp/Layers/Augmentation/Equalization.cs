using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, makes all brightnesses about equally frequent, in each channel.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. As in Keras the frequencies
/// of a channel are those of the whole batch; a channel of one number stays. Not differentiable: the result has steps.</remarks>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="bins">How finely brightness is told apart, at least 2.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "Equalization")]
[ConfigOrder("", "bins")]
public sealed partial class Equalization(
    FloatTuple valueRange = default, int bins = 256, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private readonly FloatTuple _valueRange = Ranges.Values(valueRange, nameof(Equalization));
    private readonly int _bins = Arguments.AtLeast(2, bins, nameof(bins), nameof(Equalization));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images);
        return training ? Ops.Cast(Op.InFloat32(x, Equalize), x.DType) : x;
    }

    internal override bool TreatsSamplesAlone(bool training) => !training;

    private Tensor Equalize(Tensor images)
    {
        Tensor channels = Ops.Moveaxis(images, ChannelAxis, 0), rows = Ops.Reshape(channels, [channels.Shape[0], -1]);
        double scale = 255 / (_valueRange[1] - _valueRange[0]);
        Tensor bytes = (rows * scale) - (_valueRange[0] * scale);
        Tensor counts = Histograms.Count(Ops.Clip(Ops.Cast(bytes * (_bins - 1) / 255, DType.Int32), 0, _bins - 1), _bins);

        // Running sums, from 0 at the first bin that occurs to 255 at the last.
        Tensor sums = Ops.Cumsum(counts, 1), all = Ops.Max(sums, 1, keepdims: true);
        Tensor first = Ops.Min(Ops.Where(sums > 0, sums, all), 1, keepdims: true);
        Tensor table = Ops.Clip(Ops.Round((sums - first) * 255 / Ops.Maximum(all - first, 1)), 0, 255);
        Tensor found = Histograms.Look(table, Ops.Cast(Ops.Clip(bytes / 255 * (_bins - 1), 0, _bins - 1), DType.Int32));
        Tensor several = Ops.Sum(Ops.Cast(counts > 0, DType.Int32), 1, keepdims: true) > 1;
        Tensor equal = Ops.Where(several, (found / scale) + _valueRange[0], rows);
        return Ops.Moveaxis(Ops.Reshape(equal, channels.Shape), 0, ChannelAxis);
    }
}
