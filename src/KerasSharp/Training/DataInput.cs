using System.Collections;
using System.Runtime.CompilerServices;

namespace KerasSharp;

/// <summary>
/// Data for a model: a tensor or a C# array (<c>float[,]</c>, <c>float[][]</c>, <c>byte[,,]</c>, <c>int[]</c>, ...), a list of those for several
/// inputs or outputs, or those by name. All convert implicitly.
/// </summary>
[CollectionBuilder(typeof(DataInput), nameof(Create))]
public sealed class DataInput : IEnumerable<DataInput>
{
    private readonly Tensor? _tensor;
    private readonly DataInput[]? _items;

    private DataInput(Tensor? tensor, DataInput[]? items, string[]? names) => (_tensor, _items, Names) = (tensor, items, names);

    /// <summary>Names of the parts, null where there are none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>Whether it is one array and no list.</summary>
    public bool IsSingle => _tensor is not null;

    /// <summary>The tensor of each part.</summary>
    internal Tensor[] Tensors => _tensor is not null ? [_tensor] : [.. _items!.SelectMany(item => item.Tensors)];

    /// <summary>A list of parts.</summary>
    public static DataInput Create(ReadOnlySpan<DataInput> items) => new(null, items.ToArray(), null);

    /// <summary>A tensor.</summary>
    public static implicit operator DataInput(Tensor tensor) => new(tensor, null, null);

    /// <summary>An array of numbers, rectangular or jagged; or an array of tensors, which is a list of parts.</summary>
    /// <exception cref="ArgumentException">Its elements are no numbers, or the rows of a jagged array differ in length.</exception>
    public static implicit operator DataInput(Array array) => array switch
    {
        Tensor[] tensors => new(null, Array.ConvertAll(tensors, t => (DataInput)t), null),
        DataInput[] items => new(null, items, null),
        _ when array.GetType() == typeof(Array[]) => new(null, Array.ConvertAll((Array[])array, a => (DataInput)a), null),
        _ => new(Training.ArrayReader.ToTensor(array), null, null),
    };

    /// <summary>A tensor of .NET, whose numbers are copied.</summary>
    public static implicit operator DataInput(System.Numerics.Tensors.Tensor<float> tensor) => From(tensor);

    /// <summary>A tensor of .NET, whose numbers are copied.</summary>
    public static implicit operator DataInput(System.Numerics.Tensors.Tensor<double> tensor) => From(tensor);

    /// <summary>A tensor of .NET, whose numbers are copied.</summary>
    public static implicit operator DataInput(System.Numerics.Tensors.Tensor<int> tensor) => From(tensor);

    /// <summary>A tensor of .NET, whose numbers are copied.</summary>
    public static implicit operator DataInput(System.Numerics.Tensors.Tensor<long> tensor) => From(tensor);

    /// <summary>A tensor of .NET, whose numbers are copied.</summary>
    public static implicit operator DataInput(System.Numerics.Tensors.Tensor<byte> tensor) => From(tensor);

    /// <summary>A tensor of .NET of any type of number, whose numbers are copied.</summary>
    /// <param name="tensor">The tensor.</param>
    public static DataInput From<T>(System.Numerics.Tensors.Tensor<T> tensor)
        where T : unmanaged => Tensor.From(tensor);

    /// <summary>A list of tensors.</summary>
    public static implicit operator DataInput(List<Tensor> tensors) => new(null, [.. tensors.Select(t => (DataInput)t)], null);

    /// <summary>A list of arrays.</summary>
    public static implicit operator DataInput(List<Array> arrays) => new(null, [.. arrays.Select(a => (DataInput)a)], null);

    /// <summary>Tensors by name.</summary>
    public static implicit operator DataInput(Dictionary<string, Tensor> tensors) => new(null, [.. tensors.Values.Select(t => (DataInput)t)], [.. tensors.Keys]);

    /// <summary>Arrays by name.</summary>
    public static implicit operator DataInput(Dictionary<string, Array> arrays) => new(null, [.. arrays.Values.Select(a => (DataInput)a)], [.. arrays.Keys]);

    /// <summary>Data by name.</summary>
    public static implicit operator DataInput(Dictionary<string, DataInput> items) => new(null, [.. items.Values], [.. items.Keys]);

    /// <summary>The same structure with each tensor replaced.</summary>
    internal DataInput Map(Func<Tensor, Tensor> change) =>
        _tensor is not null ? new(change(_tensor), null, null) : new(null, Array.ConvertAll(_items!, item => item.Map(change)), Names?.ToArray());

    /// <summary>The parts in the order of names that are expected.</summary>
    internal Tensor[] InOrder(IReadOnlyList<string> expected, string owner, string what)
    {
        Tensor[] tensors = Tensors;
        if (Names is null)
        {
            return tensors;
        }

        var ordered = new Tensor[expected.Count];
        for (int i = 0; i < ordered.Length; i++)
        {
            int at = Names.ToList().IndexOf(expected[i]);
            ordered[i] = at >= 0 ? tensors[at] : throw new ArgumentException(
                $"{owner}: {what} must have data for '{expected[i]}'. Received: {string.Join(", ", Names)}.{KerasSharp.Utilities.NearestName.Hint(expected[i], Names)}", what);
        }

        return ordered;
    }

    /// <inheritdoc/>
    public IEnumerator<DataInput> GetEnumerator() => ((IEnumerable<DataInput>)(_items ?? [this])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
