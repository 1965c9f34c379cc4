using KerasSharp.Primitives;
using KerasSharp.Regularizers;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Passes its input on and adds a penalty on it to the loss: <c>l1 * sum(|x|) + l2 * sum(x²)</c>, for each sample.</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="l1">Factor of the sum of absolute values.</param>
/// <param name="l2">Factor of the sum of squares.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "ActivityRegularization")]
public sealed partial class ActivityRegularization(double l1 = 0.0, double l2 = 0.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, new L1L2(l1, l2))
{
    private protected override bool IsBuiltFromStart => true;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config.Remove("activity_regularizer");
        config["l1"] = l1;
        config["l2"] = l2;
        return config;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Prim.Identity(inputs);
}
