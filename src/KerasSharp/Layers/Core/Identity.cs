using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Gives its inputs as they are: a place holder.</summary>
/// <remarks>Input and output shapes: any, the same. No weights.</remarks>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Identity")]
public sealed partial class Identity(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return [.. arguments.Inputs];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.MaskOf(index);
    }
}
