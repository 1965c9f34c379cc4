namespace KerasSharp.Training;

/// <summary>
/// The samples of an epoch in batches: arrays of equal length, an order of samples, and tensors that batches are gathered into and that are used
/// again and again, one set for full batches and one for the last, smaller one.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Tensor[] _arrays;
    private readonly int[] _order;
    private readonly Dictionary<(int Size, int Slot), Tensor[]> _staging = [];
    private readonly Dictionary<int, Tensor[]> _groups = [];
    private readonly int _first;

    /// <param name="arrays">Arrays whose first axis counts samples.</param>
    /// <param name="first">First sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="batchSize">Size of a batch.</param>
    public BatchPlan(Tensor[] arrays, int first, int count, int batchSize)
    {
        _arrays = arrays;
        _first = first;
        Count = count;
        BatchSize = batchSize;
        _order = [.. Enumerable.Range(0, count)];
    }

    public int Count { get; }

    public int BatchSize { get; }

    public int Steps => (Count + BatchSize - 1) / BatchSize;

    /// <summary>Puts the samples into a random order, which depends on the generator alone (Fisher and Yates).</summary>
    public void Shuffle(Philox random)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
    }

    /// <summary>Keeps batches together and shuffles those.</summary>
    public void ShuffleBatches(Philox random)
    {
        int whole = Count / BatchSize;
        int[] batches = [.. Enumerable.Range(0, whole)];
        for (int i = whole - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (batches[i], batches[j]) = (batches[j], batches[i]);
        }

        for (int i = 0; i < whole * BatchSize; i++)
        {
            _order[i] = (batches[i / BatchSize] * BatchSize) + (i % BatchSize);
        }
    }

    /// <summary>Number of samples in a batch.</summary>
    public int SizeOf(int step) => Math.Min(BatchSize, Count - (step * BatchSize));

    /// <summary>Gathers some batches in a row, one after another in one list. The tensors are overwritten by the next call.</summary>
    public Tensor[] Gather(int step, int count)
    {
        if (count == 1)
        {
            return Gather(step);
        }

        if (!_groups.TryGetValue(count, out Tensor[]? group))
        {
            _groups[count] = group = new Tensor[count * _arrays.Length];
        }

        for (int i = 0; i < count; i++)
        {
            GatherAt(step + i, i).CopyTo(group, i * _arrays.Length);
        }

        return group;
    }

    /// <summary>Gathers a batch. The tensors are overwritten by the next call for a batch of this size at the same place of a group.</summary>
    public Tensor[] Gather(int step) => GatherAt(step, 0);

    private Tensor[] GatherAt(int step, int slot)
    {
        int size = SizeOf(step);
        if (!_staging.TryGetValue((size, slot), out Tensor[]? staging))
        {
            _staging[(size, slot)] = staging = Stage(size);
        }

        for (int i = 0; i < staging.Length; i++)
        {
            CopyRows(_arrays[i], staging[i], step * BatchSize, size);
        }

        return staging;
    }

    /// <summary>A method of its own: its closure is made once a size, not at each batch.</summary>
    private Tensor[] Stage(int size) => Array.ConvertAll(_arrays, array => Tensor.Allocate(array.Shape.With(0, size), array.DType));

    private void CopyRows(Tensor source, Tensor target, int start, int count)
    {
        int total = source.Shape[0];
        if (total == 0 || source.Count == 0)
        {
            return;
        }

        if (source.DType == DType.String)
        {
            int width = (int)(source.Count / total);
            for (int row = 0; row < count; row++)
            {
                source.Text.Slice((_first + _order[start + row]) * width, width).CopyTo(target.TextToFill.Slice(row * width, width));
            }

            return;
        }

        long rowBytes = source.Count / total * source.DType.Size();
        for (int row = 0; row < count;)
        {
            // Neighbours in the data are copied at once.
            int sample = _order[start + row], run = 1;
            while (row + run < count && _order[start + row + run] == sample + run)
            {
                run++;
            }

            Rows(source, _first + sample, run, rowBytes).CopyTo(target.Storage.AsSpan().Slice((int)(row * rowBytes), (int)(run * rowBytes)));
            row += run;
        }
    }

    private static Span<byte> Rows(Tensor tensor, int first, int count, long rowBytes) => tensor.Storage.AsSpan().Slice(checked((int)(first * rowBytes)), checked((int)(count * rowBytes)));
}
