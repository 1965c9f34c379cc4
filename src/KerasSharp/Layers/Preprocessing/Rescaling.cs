using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary><c>x * scale + offset</c>, as to bring bytes to numbers between 0 and 1.</summary>
/// <remarks>Input and output shape: any, the same. No weights.</remarks>
/// <param name="scale">Factor, or one for each channel.</param>
/// <param name="offset">What is added, or one for each channel; 0 when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Rescaling")]
public sealed partial class Rescaling(Factors scale, Factors? offset = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private readonly Factors _offset = offset ?? 0.0;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor x = Prim.Convert(inputs, ComputeDType);
        return Prim.Add(Prim.Multiply(x, scale.ToTensor(ComputeDType)), _offset.ToTensor(ComputeDType));
    }
}
