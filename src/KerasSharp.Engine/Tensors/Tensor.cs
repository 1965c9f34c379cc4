using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <summary>
/// An immutable multi-dimensional array. It is concrete (holds numbers), traced (stands for a value of a graph being built) or symbolic
/// (only shape and dtype are known, as from <c>Keras.Input</c>). Nothing has to be disposed.
/// </summary>
public sealed partial class Tensor
{
    private readonly Storage? _storage;

    internal Tensor(Storage storage, Shape shape, DType dtype)
    {
        _storage = storage;
        Shape = shape;
        DType = dtype;
    }

    internal Tensor(Shape shape, DType dtype, object? symbol)
    {
        Shape = shape;
        DType = dtype;
        Symbol = symbol;
    }

    /// <summary>Sizes of the axes; a symbolic tensor's may be unknown.</summary>
    public Shape Shape { get; }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements, -1 where an axis is unknown.</summary>
    public long Count => Shape.Count;

    /// <summary>Whether the tensor holds numbers or text that can be read now.</summary>
    public bool IsConcrete => _storage is not null || _text is not null;

    /// <summary>The mask that travels with a layer's output (Keras's <c>_keras_mask</c>): bool, or null.</summary>
    public Tensor? Mask { get; internal set; }

    /// <summary>What a traced or symbolic tensor stands for: a graph value, or where in a functional model it was made.</summary>
    internal object? Symbol { get; set; }

    /// <summary>The memory of a concrete tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor is traced or symbolic and holds no numbers.</exception>
    internal Storage Storage => _storage ?? throw new InvalidOperationException(
        _text is not null ? $"A tensor of text, of shape {Shape}, was used where numbers are needed. Make numbers of it with StringLookup, Hashing or TextVectorization, or read it with ToStrings()."
        : $"The value of a {(Symbol is null ? "symbolic" : "traced")} tensor of shape {Shape} was asked for while a graph or model is being built; there are no "
        + "numbers yet. Compute with it instead, or run the function eagerly (runEagerly: true) to look at values.");

    internal TensorSpec Spec => new(Shape, DType);

    /// <summary>A copy of the elements, row-major. <typeparamref name="T"/> must be the C# type of the dtype; cast to convert first.</summary>
    public T[] ToArray<T>()
        where T : unmanaged => Read<T>().ToArray();

    /// <summary>The single element of a tensor that has one, converted.</summary>
    /// <exception cref="InvalidOperationException">The tensor has more or less than one element.</exception>
    public double Item()
    {
        if (Shape.Count != 1)
        {
            throw new InvalidOperationException($"Item needs a tensor of one element. Received: Shape={Shape}. Index or reduce it first.");
        }

        return ElementReader.ReadDouble(Data, 0);
    }

    /// <summary>The single element, as float.</summary>
    public static explicit operator float(Tensor tensor) => (float)tensor.Item();

    /// <summary>The single element, as double.</summary>
    public static explicit operator double(Tensor tensor) => tensor.Item();

    /// <summary>The single element, as int.</summary>
    public static explicit operator int(Tensor tensor) => (int)tensor.Item();

    /// <summary>Printed like NumPy does.</summary>
    public override string ToString() => IsConcrete
        ? $"array({TensorFormatter.Format(this, "      ")}, shape={Shape}, dtype={DType.Name()})"
        : $"<Tensor shape={Shape}, dtype={DType.Name()}>";

    /// <summary>The elements in place. Valid while this tensor is reachable.</summary>
    internal ReadOnlySpan<T> Read<T>()
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
        {
            throw new ArgumentException($"The tensor holds {DType.Name()}, not {typeof(T).Name}. {(_text is null ? "Cast it first, or read it with the C# type of its dtype." : "Read text with ToStrings(), or make numbers of it with StringLookup.")}");
        }

        return Data.As<T>();
    }

    internal unsafe Operand Data => new(Storage.Pointer, Shape, DType);

    /// <summary>An uninitialised concrete tensor, to be filled by the engine before anyone sees it.</summary>
    internal static Tensor Allocate(Shape shape, DType dtype) => dtype == DType.String ? OfText(NoText(shape), shape) : new(Storage.Allocate(shape.Count * dtype.Size()), shape, dtype);

    /// <summary>The same elements under another shape of the same count; memory is shared.</summary>
    internal Tensor Reinterpret(Shape shape) => _text is null ? new(Storage, shape, DType) : OfText(_text, shape);
}
