using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The mean of each channel of sequences. Steps whose mask is false do not count.</summary>
/// <remarks>Input shape: <c>(batch, steps, channels)</c>. Output shape: <c>(batch, channels)</c>, or <c>(batch, 1, channels)</c>. No weights.</remarks>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="keepdims">Whether the axis of steps stays, with size 1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">The format is none of those.</exception>
[KerasSerializable("keras.layers", "GlobalAveragePooling1D")]
public sealed partial class GlobalAveragePooling1D(string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseGlobalPooling(1, dataFormat, keepdims, name, trainable, dtype)
{
    internal override bool TakesMask => true;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.MaskOf(0) is not { } mask)
        {
            return base.Call(arguments);
        }

        Tensor x = arguments.Inputs[0], counted = Ops.ExpandDims(Prim.Convert(mask, x.DType), DataFormat == "channels_last" ? 2 : 1);
        return [Prim.Divide(Ops.Sum(Prim.Multiply(x, counted), SpatialAxes, Keepdims), Ops.Sum(counted, SpatialAxes, Keepdims))];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index) => null;

    private protected override Tensor Reduce(Tensor x) => Ops.Mean(x, SpatialAxes, Keepdims);
}
