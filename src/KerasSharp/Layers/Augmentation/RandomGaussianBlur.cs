using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, blurs images by a Gaussian, with a probability. Outside the image there is 0.</summary>
/// <remarks>Input and output shape: <c>(height, width, channels)</c> or <c>(batch, height, width, channels)</c>. No weights. Each image draws for itself. The deviations
/// are drawn once for all of them.</remarks>
/// <param name="factor">The range that the probability of each image is drawn from, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="kernelSize">Height and width of the filter, odd; 3 when not given.</param>
/// <param name="sigma">The range that the deviations, down and across, are drawn from, between 0 and 1. One number x stands for [0, x]; [0, 1] when not given.</param>
/// <param name="valueRange">The least and the greatest number of images: [0, 255] when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="boundingBoxFormat">Format of bounding boxes, if there are any.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">An argument is out of range, or a size even.</exception>
[KerasSerializable("keras.layers", "RandomGaussianBlur")]
public sealed partial class RandomGaussianBlur(
    FloatTuple factor = default, Sizes? kernelSize = null, FloatTuple sigma = default, FloatTuple valueRange = default, string? dataFormat = null, int? seed = null, string? boundingBoxFormat = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseColorAugmentation(valueRange, seed, dataFormat, boundingBoxFormat, name, trainable, dtype)
{
    private const double Epsilon = 1e-6; // a deviation of 0 would divide by 0

    private readonly FloatTuple _factor = Ranges.Around(factor.IsNone ? 1 : factor, 0, 1, nameof(factor), nameof(RandomGaussianBlur));
    private readonly Sizes _kernelSize = Odd((kernelSize ?? 3).For(2, nameof(kernelSize), nameof(RandomGaussianBlur)));
    private readonly FloatTuple _sigma = Ranges.Around(sigma.IsNone ? 1 : sigma, 0, 1, nameof(sigma), nameof(RandomGaussianBlur));

    private protected override object Draw(int batch, SeedGenerator seed) =>
        new Blur(Draws.Chance(batch, _factor, seed), Keras.Random.Uniform([2], _sigma[0], _sigma[1], seed: seed) + Epsilon);

    private protected override Tensor Change(Tensor images, object draw)
    {
        var blur = (Blur)draw;
        return Clipped(Ops.Where(blur.Applies, Op.InFloat32(images, x => Ops.Image.Filtered(x, Ops.Image.Gaussian([.. _kernelSize], blur.Deviations), DataFormat)), images));
    }

    private static Sizes Odd(Sizes kernelSize) => kernelSize.All(size => size % 2 == 1) ? kernelSize : throw new ArgumentException(
        $"RandomGaussianBlur: kernelSize must be odd. Received: kernelSize=({string.Join(", ", kernelSize)}).", nameof(kernelSize));

    private sealed record Blur(Tensor Applies, Tensor Deviations);
}
