using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// Equalizes the histograms of tiles of each channel, the frequencies cut off at a limit, and goes over from tile to tile smoothly (Zuiderveld 1994, "Contrast limited adaptive
/// histogram equalization").
/// </summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. The result is in the dtype of the
/// input. It acts in training and inference. Not differentiable: the result has steps.</remarks>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="clipLimit">How many times the mean a frequency may be; what is above is spread over all. 0 or less for no limit.</param>
/// <param name="tileGridSize">Numbers of tiles down and across; 8 and 8 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
[KerasSerializable("keras.layers", "ContrastLimitedAdaptiveHistogramEqualization")]
public sealed partial class ContrastLimitedAdaptiveHistogramEqualization(
    FloatTuple valueRange = default, double clipLimit = 4, Sizes? tileGridSize = null, string? dataFormat = null, string? boundingBoxFormat = null, string? name = null, bool trainable = true,
    DTypePolicy? dtype = null)
    : BaseImagePreprocessingLayer(dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private const int Bins = 256;

    private readonly FloatTuple _valueRange = Ranges.Values(valueRange, nameof(ContrastLimitedAdaptiveHistogramEqualization));
    private readonly Sizes _tileGridSize = (tileGridSize ?? 8).For(2, nameof(tileGridSize), nameof(ContrastLimitedAdaptiveHistogramEqualization));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(images);
        double span = _valueRange[1] - _valueRange[0];
        Tensor bytes = (Ops.Cast(images, DType.Float32) - _valueRange[0]) / span * 255;
        Tensor planes = Ops.Moveaxis(bytes, ChannelAxis, 1);
        int height = planes.Shape[2], width = planes.Shape[3];
        Tensor equal = Equalize(Ops.Reshape(planes, [-1, height, width]), height, width);
        Tensor result = (Ops.Moveaxis(Ops.Reshape(equal, planes.Shape), 1, ChannelAxis) / 255 * span) + _valueRange[0];
        return Ops.Cast(result, images.DType);
    }

    private protected override DType OutputDType(DType images) => images;

    private Tensor Equalize(Tensor planes, int height, int width)
    {
        (int down, int across) = (_tileGridSize[0], _tileGridSize[1]);
        int tall = (height + down - 1) / down, wide = (width + across - 1) / across, count = planes.Shape[0];
        Tensor whole = Ops.Pad(planes, [(0, 0), (0, (tall * down) - height), (0, (wide * across) - width)], "symmetric");
        Tensor levels = Ops.Clip(Ops.Cast(whole, DType.Int32), 0, Bins - 1);
        Tensor tiles = Ops.Transpose(Ops.Reshape(levels, [count, down, tall, across, wide]), [0, 1, 3, 2, 4]);
        Tensor tables = Tables(Histograms.Count(Ops.Reshape(tiles, [-1, tall * wide]), Bins), tall * wide);

        // A pixel takes the mean of the tables of the four tiles whose middles are around it, weighted by how near they are.
        (Tensor above, Tensor below, Tensor low) = Neighbours(tall, down, Shape.Of(1, tall * down, 1), 1);
        (Tensor before, Tensor after, Tensor right) = Neighbours(wide, across, Shape.Of(1, 1, wide * across), 2);
        Tensor flat = Ops.Reshape(tables, [-1]), plane = Prim.Iota([count, 1, 1], 0, DType.Int32) * (down * across);
        Tensor At(Tensor row, Tensor column) => Prim.Gather(flat, ((plane + (row * across) + column) * Bins) + levels, 0);
        Tensor Between(Tensor row) => (At(row, before) * (1 - right)) + (At(row, after) * right);
        Tensor mean = (Between(above) * (1 - low)) + (Between(below) * low);
        return Prim.SliceAxis(Prim.SliceAxis(mean, 1, 0, height), 2, 0, width);
    }

    /// <summary>The running sums of frequencies cut off at the limit, from 0 to 255.</summary>
    private Tensor Tables(Tensor counts, int pixels)
    {
        if (clipLimit > 0)
        {
            Tensor cut = Ops.Minimum(counts, clipLimit * pixels / Bins);
            counts = cut + (Ops.Sum(counts - cut, 1, keepdims: true) / Bins);
        }

        Tensor sums = Ops.Cumsum(counts, 1), least = Ops.Min(sums, 1, keepdims: true), range = pixels - least;
        return Ops.Clip((sums - least) * 255 / Ops.Where(Ops.Equal(range, 0), 1.0, range), 0, 255);
    }

    /// <summary>Along one axis: the tiles before and behind each pixel, those at the edges standing for what is outside, and how near the second is.</summary>
    private static (Tensor First, Tensor Second, Tensor Share) Neighbours(int size, int tiles, Shape shape, int axis)
    {
        Tensor place = (Prim.Iota(shape, axis, DType.Float32) - (size / 2.0)) / size, first = Ops.Floor(place);
        Tensor Tile(Tensor number) => Ops.Cast(Ops.Clip(number, 0, tiles - 1), DType.Int32);
        return (Tile(first), Tile(first + 1), place - first);
    }
}
