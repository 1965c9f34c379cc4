using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>All axes but the batch in one.</summary>
/// <remarks>Input shape: <c>(batch, ...)</c>. Output shape: <c>(batch, product)</c>; <c>(batch, 1)</c> for <c>(batch,)</c>. No weights.</remarks>
/// <param name="dataFormat"><c>"channels_last"</c>, or <c>"channels_first"</c>, which is brought to the other first.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Flatten")]
public sealed partial class Flatten(string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(Flatten));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_dataFormat == "channels_first" && inputs.Rank > 2)
        {
            inputs = Prim.Transpose(inputs, [0, .. Enumerable.Range(2, inputs.Rank - 2), 1]);
        }

        long size = 1;
        for (int i = 1; i < inputs.Rank; i++)
        {
            size = inputs.Shape[i] < 0 || size < 0 ? -1 : size * inputs.Shape[i];
        }

        return Prim.Reshape(inputs, Shape.Of(inputs.Shape[0], (int)size));
    }
}
