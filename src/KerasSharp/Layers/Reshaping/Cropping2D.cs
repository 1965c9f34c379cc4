using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Cuts off the borders of images.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: the same with height and width less what is cut off, of which something must be left. No weights.</remarks>
/// <param name="cropping">What is cut off: one number, one for each axis, or <c>[[top, bottom], [left, right]]</c>; 0 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A number is negative, or there are more or less than axes.</exception>
[KerasSerializable("keras.layers", "Cropping2D")]
public sealed partial class Cropping2D(Margins? cropping = null, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseCropping(2, cropping ?? 0, dataFormat, name, trainable, dtype)
{
}
