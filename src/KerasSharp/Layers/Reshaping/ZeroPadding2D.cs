using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Zeros around images.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: the same with height and width grown. No weights.</remarks>
/// <param name="padding">How many: one number, one for each axis, or <c>[[top, bottom], [left, right]]</c>; 1 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A number is negative, or there are more or less than axes.</exception>
[KerasSerializable("keras.layers", "ZeroPadding2D")]
public sealed partial class ZeroPadding2D(Margins? padding = null, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseZeroPadding(2, padding ?? 1, dataFormat, name, trainable, dtype)
{
}
