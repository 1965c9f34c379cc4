using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The same vector at each of so many steps.</summary>
/// <remarks>Input shape: <c>(batch, features)</c>. Output shape: <c>(batch, n, features)</c>. No weights.</remarks>
/// <param name="n">Number of steps, at least 1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
[KerasSerializable("keras.layers", "RepeatVector")]
public sealed partial class RepeatVector(int n, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly int _n = Arguments.AtLeast(1, n, nameof(n), nameof(RepeatVector));

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(Ndim: 2);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Prim.BroadcastTo(Prim.Reshape(inputs, inputs.Shape.Insert(1, 1)), inputs.Shape.Insert(1, _n));
    }
}
