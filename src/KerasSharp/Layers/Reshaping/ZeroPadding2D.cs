using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Zeros around images.</summary>
/// <remarks>Input shape: <c>(batch, height, width, channels)</c>. Output shape: the same with height and width grown. No weights.</remarks>
/// <param name="padding">One number, one for each axis, or <c>[[top, bottom], [left, right]]</c>; 1 when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "ZeroPadding2D")]
public sealed partial class ZeroPadding2D(Margins? padding = null, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private readonly Margins _padding = (padding ?? 1).For(2, nameof(ZeroPadding2D));
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(ZeroPadding2D));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 4);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        int first = _dataFormat == "channels_last" ? 1 : 2;
        int[] low = new int[4], high = new int[4];
        for (int i = 0; i < 2; i++)
        {
            (low[first + i], high[first + i]) = (_padding[i].Before, _padding[i].After);
        }

        return Prim.Pad(inputs, low, high);
    }
}
