using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Zeros before and after sequences.</summary>
/// <remarks>Input shape: <c>(batch, steps, channels)</c>. Output shape: the same with its steps grown. No weights.</remarks>
/// <param name="padding">How many: one number, or <c>[before, after]</c>; 1 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A number is negative, or there are more or less than axes.</exception>
[KerasSerializable("keras.layers", "ZeroPadding1D")]
public sealed partial class ZeroPadding1D(Margins? padding = null, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseZeroPadding(1, padding ?? 1, dataFormat, name, trainable, dtype)
{
}
