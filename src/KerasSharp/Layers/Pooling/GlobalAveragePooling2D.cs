using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The mean of each channel of images.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, channels)</c>, or <c>(batch, 1, 1, channels)</c>. No weights.</remarks>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="keepdims">Whether height and width stay, with size 1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "GlobalAveragePooling2D")]
public sealed partial class GlobalAveragePooling2D(string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(GlobalAveragePooling2D));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 4);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int first = _dataFormat == "channels_last" ? 1 : 2;
        double count = (double)inputs.Shape[first] * inputs.Shape[first + 1];
        Tensor mean = Prim.Divide(Prim.ReduceSum(inputs, first, first + 1), count);
        return keepdims ? Prim.Reshape(mean, inputs.Shape.With(first, 1).With(first + 1, 1)) : mean;
    }
}
