using KerasSharp.Layers;

namespace KerasSharp;

/// <summary>Keras's top-level functions, such as <c>keras.Input</c>.</summary>
public static partial class Keras
{
    /// <summary>A symbolic tensor that stands for an input of a functional model.</summary>
    /// <param name="shape">Shape of a sample, without the batch axis; unknown sizes are null.</param>
    /// <param name="batchSize">Size of the batch axis, null where unknown.</param>
    /// <param name="dtype">Dtype.</param>
    /// <param name="name">Name of the input.</param>
    /// <param name="batchShape">Shape with the batch axis, instead of <paramref name="shape"/> and <paramref name="batchSize"/>.</param>
    /// <param name="optional">Whether the input may be left out.</param>
    /// <exception cref="ArgumentException">Neither or both of the shapes are given.</exception>
    public static Tensor Input(Shape? shape = null, int? batchSize = null, DType dtype = DType.Float32, string? name = null, Shape? batchShape = null, bool optional = false) =>
        new InputLayer(shape, batchSize, dtype, batchShape, optional: optional, name: name).Output;
}
