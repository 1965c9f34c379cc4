using System.Collections;
using KerasSharp.Data;

namespace KerasSharp;

/// <summary>Data one element after another, each a sample or, after <see cref="Batch"/>, a batch. It can be enumerated as often as one likes.</summary>
/// <example><c>Dataset.FromTensorSlices((x, y)).Batch(32)</c></example>
public sealed class Dataset : IEnumerable<DataElement>
{
    private readonly DataElement _all;
    private readonly int? _batchSize;
    private readonly bool _dropRemainder;

    private Dataset(DataElement all, int? batchSize, bool dropRemainder)
    {
        (_all, _batchSize, _dropRemainder) = (all, batchSize, dropRemainder);
        Samples = all.X.Tensors.Length > 0 && all.X.Tensors[0].Rank > 0 ? all.X.Tensors[0].Shape[0] : 0;
        foreach (Tensor tensor in new[] { all.X, all.Y, all.SampleWeight }.OfType<DataInput>().SelectMany(part => part.Tensors))
        {
            if (tensor.Rank == 0 || tensor.Shape[0] != Samples)
            {
                throw new ShapeException($"Dataset: all tensors must have the same number of samples, their first axis. Received: shapes {all.X.Tensors[0].Shape} and {tensor.Shape}.");
            }
        }
    }

    /// <summary>Whether its elements are batches.</summary>
    public bool IsBatched => _batchSize is not null;

    /// <summary>The number of its elements.</summary>
    public int Count => _batchSize is not { } size ? Samples : _dropRemainder ? Samples / size : (Samples + size - 1) / size;

    private int Samples { get; }

    /// <summary>The samples of tensors, C# arrays, lists of those or those by name: the slices along their first axis.</summary>
    /// <param name="x">The inputs.</param>
    /// <exception cref="ShapeException">The numbers of samples differ.</exception>
    public static Dataset FromTensorSlices(DataInput x) => new(new DataElement(x ?? throw new ArgumentNullException(nameof(x))), null, false);

    /// <summary>Samples with their targets.</summary>
    /// <param name="data">Inputs and targets.</param>
    /// <exception cref="ShapeException">The numbers of samples differ.</exception>
    public static Dataset FromTensorSlices((DataInput X, DataInput Y) data) => new(new DataElement(data.X, data.Y), null, false);

    /// <summary>Samples with their targets and weights.</summary>
    /// <param name="data">Inputs, targets and weights.</param>
    /// <exception cref="ShapeException">The numbers of samples differ.</exception>
    public static Dataset FromTensorSlices((DataInput X, DataInput Y, DataInput SampleWeight) data) => new(new DataElement(data.X, data.Y, data.SampleWeight), null, false);

    /// <summary>The samples in batches.</summary>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a last batch that is smaller is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The elements are batches already.</exception>
    public Dataset Batch(int batchSize, bool dropRemainder = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return !IsBatched ? new Dataset(_all, batchSize, dropRemainder)
            : throw new InvalidOperationException($"Dataset.Batch: the elements are batches of {_batchSize} already. Received: batchSize={batchSize}. Make the batches of that size at once.");
    }

    /// <inheritdoc/>
    public IEnumerator<DataElement> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            int at = i;
            yield return _all.With(part => part.Map(tensor => _batchSize is { } size
                ? tensor.Rows(at * size, Math.Min(size, Samples - (at * size)))
                : tensor.Rows(at, 1).Reinterpret(tensor.Shape[1..])));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
