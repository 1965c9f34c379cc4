using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Cuts off the faces of volumes.</summary>
/// <remarks>Input shape: <c>(batch, depth, height, width, channels)</c>. Output shape: the same with depth, height and width less what is cut off, of which something must be left. No weights.</remarks>
/// <param name="cropping">What is cut off: one number, one for each axis, or <c>[[front, back], [top, bottom], [left, right]]</c>; 1 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A number is negative, or there are more or less than axes.</exception>
[KerasSerializable("keras.layers", "Cropping3D")]
public sealed partial class Cropping3D(Margins? cropping = null, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseCropping(3, cropping ?? 1, dataFormat, name, trainable, dtype)
{
}
