using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>In training, sets whole channels of volumes to 0 at random and scales the others up, so that the sum stays (Tompson et al. 2015).</summary>
/// <remarks>Input and output shape: <c>(batch, depth, height, width, channels)</c>, the same. No weights.</remarks>
/// <param name="rate">Part of the channels that is set to 0, between 0 and 1.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="seed">A seed of its own.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of computation.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not between 0 and 1.</exception>
[KerasSerializable("keras.layers", "SpatialDropout3D")]
public sealed partial class SpatialDropout3D(double rate, string? dataFormat = null, int? seed = null, string? name = null, DTypePolicy? dtype = null)
    : BaseSpatialDropout(3, rate, dataFormat, seed, name, dtype)
{
}
