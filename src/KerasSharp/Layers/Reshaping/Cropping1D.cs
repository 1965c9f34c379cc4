using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Cuts off the ends of sequences.</summary>
/// <remarks>Input shape: <c>(batch, steps, channels)</c>. Output shape: the same with its steps less what is cut off, of which something must be left. No weights.</remarks>
/// <param name="cropping">What is cut off: one number, or <c>[before, after]</c>; 1 when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A number is negative, or there are more or less than axes.</exception>
[KerasSerializable("keras.layers", "Cropping1D")]
public sealed partial class Cropping1D(Margins? cropping = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseCropping(1, cropping ?? 1, dataFormat: null, name, trainable, dtype)
{
}
