using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Exponential linear unit: x above 0, <c>alpha * (exp(x) - 1)</c> below (Clevert, Unterthiner and Hochreiter 2016).</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="alpha">What the function tends to below 0, with a minus sign.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "ELU")]
public sealed partial class ELU(double alpha = 1.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        // Keras has alpha before the keys of all layers.
        Config common = base.GetConfig();
        return new Config([KeyValuePair.Create<string, object?>("name", Name), KeyValuePair.Create<string, object?>("alpha", alpha), .. common.Where(item => item.Key != "name")]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Ops.Elu(inputs, alpha);
}
