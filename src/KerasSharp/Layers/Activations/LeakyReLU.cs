using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Leaky rectified linear unit: x above 0, <c>negativeSlope * x</c> below (Maas, Hannun and Ng 2013).</summary>
/// <remarks>Input and output shape: any, the same. No weights. Configs of Keras 2, which call the slope <c>alpha</c>, are read too.</remarks>
/// <param name="negativeSlope">Slope below 0, 0 or more.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="negativeSlope"/> is negative.</exception>
[KerasSerializable("keras.layers", "LeakyReLU")]
public sealed partial class LeakyReLU(double negativeSlope = 0.3, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly double _negativeSlope = Arguments.Between(0, double.PositiveInfinity, negativeSlope, nameof(negativeSlope), nameof(LeakyReLU));

    private protected override bool PassesMask => true;

    /// <summary>Makes a layer from its config.</summary>
    /// <param name="config">The config.</param>
    /// <exception cref="ModelFormatException">A value has the wrong type, or a key is unknown.</exception>
    public static LeakyReLU FromConfig(Config config)
    {
        ConfigReader reader = new(config, nameof(LeakyReLU));
        string key = reader.Has("alpha") ? "alpha" : "negative_slope";
        LeakyReLU layer = new(reader.Has(key) ? reader.Get<double>(key) : 0.3);
        layer.ApplyBaseConfig(config);
        reader.Finish("name", "trainable", "dtype");
        return layer;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Ops.LeakyRelu(inputs, _negativeSlope);
}
