using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Rectified linear unit: 0 below a threshold (or a slope), x above, and at most a maximum.</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="maxValue">Greatest value, 0 or more; null for none.</param>
/// <param name="negativeSlope">Slope below the threshold, 0 or more.</param>
/// <param name="threshold">Threshold, 0 or more.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
[KerasSerializable("keras.layers", "ReLU")]
public sealed partial class ReLU(double? maxValue = null, double negativeSlope = 0.0, double threshold = 0.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly double? _maxValue = maxValue is { } m ? Arguments.Between(0, double.PositiveInfinity, m, nameof(maxValue), nameof(ReLU)) : null;
    private readonly double _negativeSlope = Arguments.Between(0, double.PositiveInfinity, negativeSlope, nameof(negativeSlope), nameof(ReLU));
    private readonly double _threshold = Arguments.Between(0, double.PositiveInfinity, threshold, nameof(threshold), nameof(ReLU));

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_negativeSlope == 0 && _threshold == 0)
        {
            Tensor y = Prim.Relu(inputs);
            return _maxValue is { } limit ? Prim.Minimum(y, limit) : y;
        }

        Tensor above = Prim.Greater(inputs, Prim.Scalar(_threshold, inputs.DType));
        Tensor below = Prim.Multiply(Prim.Subtract(inputs, _threshold), _negativeSlope);
        return Prim.Select(above, _maxValue is { } most ? Prim.Minimum(inputs, most) : inputs, below);
    }
}
