using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>x above a threshold, 0 at and below it (Konda, Memisevic and Krueger 2014): a layer of Keras 2.</summary>
/// <remarks>Input and output shape: any, the same. No weights. In new models, <c>Ops.Threshold</c> does the same.</remarks>
/// <param name="theta">The threshold, 0 or more.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is negative.</exception>
[KerasSerializable("keras.layers", "ThresholdedReLU")]
public sealed partial class ThresholdedReLU(double theta = 1.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly double _theta = Arguments.Between(0, double.PositiveInfinity, theta, nameof(theta), nameof(ThresholdedReLU));

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Prim.Select(Prim.Greater(inputs, Prim.Scalar(_theta, inputs.DType)), inputs, Prim.Scalar(0, inputs.DType));
    }
}
