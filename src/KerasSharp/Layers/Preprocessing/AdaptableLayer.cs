namespace KerasSharp.Layers;

/// <summary>Base of the layers that learn from data what they compute with, before training: <c>adapt</c>.</summary>
public abstract class AdaptableLayer : Layer
{
    private protected AdaptableLayer(string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
    }

    /// <summary>Whether it learns from data. It does not where its constructor was given what it computes with.</summary>
    internal abstract bool IsAdaptable { get; }

    /// <summary>Learns from data, forgetting what it has learnt before.</summary>
    /// <param name="data">All samples: a tensor or a C# array.</param>
    /// <exception cref="InvalidOperationException">The layer was given what it would learn.</exception>
    public void Adapt(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Begin();
        UpdateState(AsSamples(data));
        FinalizeState();
    }

    /// <summary>Learns from data in batches, forgetting what it has learnt before.</summary>
    /// <param name="batches">Tensors whose first axis counts samples.</param>
    /// <param name="steps">How many batches to take; all when not given.</param>
    /// <exception cref="InvalidOperationException">The layer was given what it would learn.</exception>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public void Adapt(IEnumerable<Tensor> batches, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Begin();
        int count = 0;
        foreach (Tensor batch in batches.Take(steps ?? int.MaxValue))
        {
            UpdateState(batch);
            count++;
        }

        if (count == 0)
        {
            throw new ArgumentException($"{Label}: Adapt needs one batch or more. Received: none. Pass data that is not empty.", nameof(batches));
        }

        FinalizeState();
    }

    /// <summary>Learns from the inputs of a dataset, forgetting what it has learnt before.</summary>
    /// <param name="dataset">The dataset; where its elements are single samples, they are taken as batches of one sample a row.</param>
    /// <param name="steps">How many batches to take; all when not given.</param>
    /// <exception cref="InvalidOperationException">The layer was given what it would learn.</exception>
    /// <exception cref="ArgumentException">The dataset is empty, or its elements have more than one input.</exception>
    public void Adapt(Dataset dataset, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Adapt(dataset.IsBatched ? dataset.Select(InputOf) : dataset.Batch(1024).Select(element => AsSamples(InputOf(element))), steps);
    }

    /// <summary>Takes a batch into account. What was learnt counts from <see cref="FinalizeState"/> on.</summary>
    /// <param name="batch">A tensor whose first axis counts samples.</param>
    public abstract void UpdateState(Tensor batch);

    /// <summary>Makes what the layer computes with of the batches since <see cref="Layer.ResetState"/>.</summary>
    public abstract void FinalizeState();

    /// <summary>What stands in place of the data, where a vector is many samples.</summary>
    private protected virtual Tensor AsSamples(Tensor data) => data;

    /// <summary>Refuses to learn what was given.</summary>
    private protected void RequireAdaptable(string given)
    {
        if (!IsAdaptable)
        {
            throw new InvalidOperationException($"{Label}: it cannot be adapted, as it was given its {given}. Make the layer without {given} to learn from data.");
        }
    }

    /// <summary>Refuses to compute with what was never learnt.</summary>
    private protected InvalidOperationException NotAdapted(string missing) =>
        new($"{Label}: it has no {missing} yet. Call Adapt(data) before the layer is used, or give {missing} to its constructor.");

    private void Begin()
    {
        CheckAdaptable();
        ResetState();
    }

    private protected abstract void CheckAdaptable();

    private Tensor InputOf(DataElement element) => element.X.Tensors is [Tensor one] ? one : throw new ArgumentException(
        $"{Label}: Adapt takes a dataset of one input. Received: {element.X.Tensors.Length} inputs. Make a dataset of the input of this layer.", nameof(element));
}
