using System.Collections;
using System.Runtime.CompilerServices;

namespace KerasSharp;

/// <summary>
/// The sizes of a tensor's axes. An axis may be unknown (Keras's <c>None</c>): its size reads <see cref="Unknown"/> (-1).
/// Written as a collection: <c>[28, 28, 1]</c>, <c>[null, 784]</c>. Prints as <c>(None, 784)</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The size of an axis that is not known.</summary>
    public const int Unknown = -1;

    /// <summary>The shape of a scalar: no axes.</summary>
    public static readonly Shape Scalar = new([]);

    private readonly int[] _dims;

    internal Shape(int[] dims)
    {
        _dims = dims;
        long count = 1;
        foreach (int dim in dims)
        {
            if (dim < -1)
            {
                throw new ArgumentException($"Shape: a size must be at least 0, or -1 (unknown). Received: {Format(dims)}.", nameof(dims));
            }

            count = dim < 0 || count < 0 ? -1 : checked(count * dim);
        }

        Count = count;
    }

    /// <summary>Number of axes.</summary>
    public int Rank => _dims.Length;

    /// <summary>Number of elements: the product of all sizes, 1 for a scalar, -1 where an axis is unknown.</summary>
    public long Count { get; }

    /// <summary>Whether every size is known.</summary>
    public bool IsStatic => Count >= 0;

    int IReadOnlyCollection<int>.Count => _dims.Length;

    /// <summary>The size of one axis. <c>shape[^1]</c> is the last.</summary>
    public int this[int axis] => _dims[axis];

    /// <summary>A run of axes: <c>shape[1..]</c> leaves the first out.</summary>
    public Shape this[Range range] => new(_dims[range]);

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> Span => _dims;

    /// <summary>Number of axes, for index-from-end expressions.</summary>
    public int Length => _dims.Length;

    /// <summary>A shape of these sizes; null is an unknown one.</summary>
    public static Shape Create(ReadOnlySpan<int?> dims)
    {
        var copy = new int[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            copy[i] = dims[i] ?? Unknown;
        }

        return new Shape(copy);
    }

    /// <summary>A shape of these sizes; -1 is an unknown one.</summary>
    public static Shape Of(params ReadOnlySpan<int> dims) => new(dims.ToArray());

    /// <summary>A shape from an array of sizes.</summary>
    public static implicit operator Shape(int[] dims) => Of(dims);

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <summary>This shape with one axis' size replaced.</summary>
    public Shape With(int axis, int size)
    {
        int[] dims = ToArray();
        dims[axis] = size;
        return new Shape(dims);
    }

    /// <summary>This shape with an axis inserted.</summary>
    public Shape Insert(int axis, int size) => new([.. _dims[..axis], size, .. _dims[axis..]]);

    /// <summary>This shape without one axis.</summary>
    public Shape Remove(int axis) => new([.. _dims[..axis], .. _dims[(axis + 1)..]]);

    /// <summary>This shape followed by another's axes.</summary>
    public Shape Concat(Shape other) => new([.. _dims, .. other._dims]);

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray() => (int[])_dims.Clone();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _dims.AsSpan().SequenceEqual(other._dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dim in _dims)
        {
            hash.Add(dim);
        }

        return hash.ToHashCode();
    }

    /// <summary>The shape as Python prints it: <c>()</c>, <c>(3,)</c>, <c>(None, 784)</c>.</summary>
    public override string ToString() => Format(_dims);

    /// <summary>The sizes, null where unknown: the form in which shapes are written.</summary>
    public IEnumerator<int?> GetEnumerator()
    {
        foreach (int dim in _dims)
        {
            yield return dim < 0 ? null : dim;
        }
    }

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => ((IEnumerable<int>)_dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dims.GetEnumerator();

    /// <summary>Whether sizes agree where both are known.</summary>
    internal bool IsCompatibleWith(Shape other)
    {
        if (Rank != other.Rank)
        {
            return false;
        }

        for (int i = 0; i < Rank; i++)
        {
            if (_dims[i] >= 0 && other._dims[i] >= 0 && _dims[i] != other._dims[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Format(int[] dims) => dims.Length == 1
        ? $"({Text(dims[0])},)"
        : $"({string.Join(", ", dims.Select(Text))})";

    private static string Text(int dim) => dim < 0 ? "None" : dim.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
