using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>A matrix with one number on the diagonal and 0 elsewhere.</summary>
/// <param name="gain">The number.</param>
[KerasSerializable(Module, "Identity")]
public sealed partial class Identity(double gain = 1.0) : Initializer
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The shape is not of rank 2.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank != 2)
        {
            throw new ShapeException($"Identity: the weight must have rank 2. Received: shape={shape}.", nameof(shape));
        }

        DType type = dtype ?? DType.Float32;
        Tensor isDiagonal = Prim.Equal(Prim.Iota(shape, 0, DType.Int32), Prim.Iota(shape, 1, DType.Int32));
        return Prim.Select(isDiagonal, Prim.Scalar(gain, type), Prim.Scalar(0, type));
    }

    /// <inheritdoc/>
    /// <remarks>Keras forgets the gain in configs; it is written where it is not 1, which Keras reads.</remarks>
    public override Config GetConfig() => gain == 1 ? [] : new() { ["gain"] = gain };
}
