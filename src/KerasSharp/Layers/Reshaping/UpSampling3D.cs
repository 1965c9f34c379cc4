using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Repeats the points of volumes along each axis.</summary>
/// <remarks>
/// Input shape: <c>(batch, depth, height, width, channels)</c>. Output shape: <c>(batch, depth * size[0], height * size[1], width * size[2], channels)</c>. No weights.
/// </remarks>
/// <param name="size">Factors of depth, height and width, or one for all; 2 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A factor is less than 1, or the format is none of those.</exception>
[KerasSerializable("keras.layers", "UpSampling3D")]
public sealed partial class UpSampling3D(Sizes? size = null, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly Sizes _size = (size ?? 2).For(3, nameof(size), nameof(UpSampling3D));
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(UpSampling3D));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 5);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Spatial.Repeat(inputs, _dataFormat == "channels_last" ? 1 : 2, _size);
}
