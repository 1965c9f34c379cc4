using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The first input less the second.</summary>
/// <remarks>Input shapes: two that broadcast. Output shape: the common one. No weights.</remarks>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Subtract")]
public sealed partial class Subtract(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Merge(name, trainable, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Combine(Tensor left, Tensor right) => Prim.Subtract(left, right);

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        base.Build(inputs);
        if (inputs.Count != 2)
        {
            throw new ArgumentException($"{Label}: it takes two inputs. Received: {inputs.Count}. Apply it to a list of two: Apply([a, b]).", nameof(inputs));
        }
    }
}
