using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Keras's functions of the module <c>keras.layers</c>.</summary>
public static partial class LayerFunctions
{
    /// <summary>A symbolic tensor that stands for an input of a functional model: <see cref="Keras.Input"/>.</summary>
    /// <param name="shape">Shape of a sample, without the batch axis; unknown sizes are null.</param>
    /// <param name="batchSize">Size of the batch axis, null where unknown.</param>
    /// <param name="dtype">Dtype.</param>
    /// <param name="name">Name of the input.</param>
    /// <param name="batchShape">Shape with the batch axis, instead of <paramref name="shape"/> and <paramref name="batchSize"/>.</param>
    /// <param name="optional">Whether the input may be left out.</param>
    public static Tensor Input(Shape? shape = null, int? batchSize = null, DType dtype = DType.Float32, string? name = null, Shape? batchShape = null, bool optional = false) =>
        Keras.Input(shape, batchSize, dtype, name, batchShape, optional);

    /// <summary>The sum of tensors, by a layer <see cref="Layers.Add"/>.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Add(IReadOnlyList<Tensor> inputs, string? name = null, DTypePolicy? dtype = null) => new Add(name, dtype: dtype).Apply(inputs);

    /// <summary>The mean of tensors, by a layer <see cref="Layers.Average"/>.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Average(IReadOnlyList<Tensor> inputs, string? name = null, DTypePolicy? dtype = null) => new Average(name, dtype: dtype).Apply(inputs);

    /// <summary>Tensors one after another along an axis, by a layer <see cref="Layers.Concatenate"/>.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Concatenate(IReadOnlyList<Tensor> inputs, int axis = -1, string? name = null, DTypePolicy? dtype = null) =>
        new Concatenate(axis, name, dtype: dtype).Apply(inputs);

    /// <summary>The sum of products of two tensors along axes, by a layer <see cref="Layers.Dot"/>.</summary>
    /// <param name="inputs">Two tensors.</param>
    /// <param name="axes">The axis of both, or one of each; the last when not given.</param>
    /// <param name="normalize">Whether samples are brought to an L2 norm of 1 along the axes first.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Dot(IReadOnlyList<Tensor> inputs, Sizes? axes = null, bool normalize = false, string? name = null, DTypePolicy? dtype = null) =>
        new Dot(axes ?? -1, normalize, name, dtype: dtype).Apply(inputs);

    /// <summary>The greatest of tensors, element by element, by a layer <see cref="Layers.Maximum"/>.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Maximum(IReadOnlyList<Tensor> inputs, string? name = null, DTypePolicy? dtype = null) => new Maximum(name, dtype: dtype).Apply(inputs);

    /// <summary>The least of tensors, element by element, by a layer <see cref="Layers.Minimum"/>.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Minimum(IReadOnlyList<Tensor> inputs, string? name = null, DTypePolicy? dtype = null) => new Minimum(name, dtype: dtype).Apply(inputs);

    /// <summary>The product of tensors, by a layer <see cref="Layers.Multiply"/>.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Multiply(IReadOnlyList<Tensor> inputs, string? name = null, DTypePolicy? dtype = null) => new Multiply(name, dtype: dtype).Apply(inputs);

    /// <summary>The first of two tensors less the second, by a layer <see cref="Layers.Subtract"/>.</summary>
    /// <param name="inputs">Two tensors.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="dtype">Dtypes of computation.</param>
    public static Tensor Subtract(IReadOnlyList<Tensor> inputs, string? name = null, DTypePolicy? dtype = null) => new Subtract(name, dtype: dtype).Apply(inputs);

    /// <summary>A layer in the form that files hold: <c>{module, class_name, config, registered_name}</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="NotSupportedException">Its class is not registered, or holds a function.</exception>
    public static Config Serialize(Layer layer) => ObjectRegistry.Write(layer);

    /// <summary>The layer that <see cref="Serialize"/> wrote; without weights. Names of classes may be aliases, as <c>Convolution2D</c>.</summary>
    /// <param name="config">What was written.</param>
    /// <exception cref="ModelFormatException">It describes no layer that is known.</exception>
    public static Layer Deserialize(Config config) => ObjectRegistry.Deserialize(config, "Layer") as Layer
        ?? throw new ModelFormatException($"Layer: the config must describe a layer. Received: class_name={config["class_name"]}.");
}
