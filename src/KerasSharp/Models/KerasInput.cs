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
    public static Tensor Input(Shape shape, int? batchSize = null, DType dtype = DType.Float32, string? name = null) =>
        new InputLayer(shape, batchSize, dtype, name: name).Output;
}
