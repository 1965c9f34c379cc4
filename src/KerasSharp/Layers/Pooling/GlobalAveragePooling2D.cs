using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The mean of each channel of images.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, channels)</c>, or <c>(batch, 1, 1, channels)</c>. No weights.</remarks>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="keepdims">Whether height and width stay, with size 1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">The format is none of those.</exception>
[KerasSerializable("keras.layers", "GlobalAveragePooling2D")]
public sealed partial class GlobalAveragePooling2D(string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseGlobalPooling(2, dataFormat, keepdims, name, trainable, dtype)
{
    private protected override Tensor Reduce(Tensor x) => Ops.Mean(x, SpatialAxes, Keepdims);
}
