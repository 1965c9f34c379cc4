using KerasSharp.Activations;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Applies an activation function.</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="activation">The function.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Activation")]
public sealed partial class Activation(ActivationFunction activation, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private readonly ActivationFunction _activation = activation;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => _activation.Apply(inputs);
}
