using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The same numbers under another shape.</summary>
/// <remarks>Input shape: <c>(batch, ...)</c>. Output shape: <c>(batch, ...targetShape)</c>. No weights.</remarks>
/// <param name="targetShape">Shape of a sample, without the batch axis; one size may be -1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">More than one size is -1.</exception>
[KerasSerializable("keras.layers", "Reshape")]
public sealed partial class Reshape(int[] targetShape, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly int[] _targetShape = targetShape.Count(size => size == -1) <= 1 ? targetShape : throw new ArgumentException(
        $"Reshape: one size at most may be -1. Received: targetShape=({string.Join(", ", targetShape)}).", nameof(targetShape));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        long known = _targetShape.Where(s => s >= 0).Aggregate(1L, (a, b) => a * b);
        Shape sample = inputs.Shape[1..];
        int[] sizes = (int[])_targetShape.Clone();
        int open = Array.IndexOf(sizes, -1);
        bool fits = !sample.IsStatic || (open < 0 ? sample.Count == known : known > 0 && sample.Count % known == 0);
        if (!fits)
        {
            throw new ShapeException(
                $"{Label}: the {sample.Count} numbers of a sample must fill the target shape ({string.Join(", ", _targetShape)}). Received: inputs.Shape={inputs.Shape}.", nameof(inputs));
        }

        if (open >= 0 && sample.IsStatic)
        {
            sizes[open] = (int)(sample.Count / known);
        }

        return Prim.Reshape(inputs, Shape.Of([inputs.Shape[0], .. sizes]));
    }
}
