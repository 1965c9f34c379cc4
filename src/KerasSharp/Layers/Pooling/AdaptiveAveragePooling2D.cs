using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The mean of each of so many nearly equal parts of images: part i of n reaches from <c>floor(i * size / n)</c> to <c>ceil((i + 1) * size / n)</c>.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, outputSize[0], outputSize[1], channels)</c>. No weights.</remarks>
/// <param name="outputSize">The height and width of the output, or one number for all.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, or the format is none of those.</exception>
[KerasSerializable("keras.layers", "AdaptiveAveragePooling2D")]
public sealed partial class AdaptiveAveragePooling2D(Sizes outputSize, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAdaptivePooling(2, outputSize, dataFormat, name, trainable, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Ops.AdaptiveAveragePool(inputs, OutputSize.ToArray(), DataFormat);
}
