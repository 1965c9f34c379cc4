using System.Collections;
using System.Runtime.CompilerServices;

namespace KerasSharp;

/// <summary>One tensor, a list of tensors, or tensors by name: what models take and give.</summary>
[CollectionBuilder(typeof(TensorStructure), nameof(Create))]
public sealed class TensorStructure : IEnumerable<Tensor>
{
    private TensorStructure(Tensor[] items, IReadOnlyList<string>? names, bool isSingle, IReadOnlyList<string>? givenNames = null) =>
        (Items, Names, IsSingle, GivenNames) = (items, names, isSingle, givenNames ?? names);

    /// <summary>The tensors.</summary>
    public IReadOnlyList<Tensor> Items { get; }

    /// <summary>Their names, null where they have none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>Whether it is one tensor and no list.</summary>
    public bool IsSingle { get; }

    /// <summary>Their names in the order in which they were given, which files keep.</summary>
    internal IReadOnlyList<string>? GivenNames { get; }

    /// <summary>A list of tensors.</summary>
    public static TensorStructure Create(ReadOnlySpan<Tensor> items) => new(items.ToArray(), null, isSingle: false);

    /// <summary>One tensor.</summary>
    public static implicit operator TensorStructure(Tensor tensor) => new([tensor], null, isSingle: true);

    /// <summary>A list of tensors.</summary>
    public static implicit operator TensorStructure(Tensor[] tensors) => new(tensors, null, isSingle: false);

    /// <summary>A list of tensors.</summary>
    public static implicit operator TensorStructure(List<Tensor> tensors) => new([.. tensors], null, isSingle: false);

    /// <summary>Tensors by name, in the order of the names, as Keras has them.</summary>
    public static implicit operator TensorStructure(Dictionary<string, Tensor> tensors)
    {
        string[] names = [.. tensors.Keys.Order(StringComparer.Ordinal)];
        return new(Array.ConvertAll(names, name => tensors[name]), names, isSingle: false, [.. tensors.Keys]);
    }

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();
}
