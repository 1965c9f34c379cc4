using KerasSharp.Layers;

namespace KerasSharp.Saving;

/// <summary>A file of weights, whatever its format.</summary>
internal abstract class WeightsSource : IDisposable
{
    /// <summary>The weight that stands in a place; null where none does.</summary>
    /// <exception cref="ModelFormatException">The file is damaged there.</exception>
    public abstract StoredWeight? Find(WeightPlace place);

    /// <summary>All weights, those of an optimizer included.</summary>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public abstract IEnumerable<StoredWeight> All();

    /// <summary>Where the generators of random numbers of a layer stood; none where the file does not say.</summary>
    /// <param name="group">Path of the layer's group.</param>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ModelFormatException">The file is damaged there.</exception>
    public virtual IEnumerable<(Variable State, Tensor Value)> RandomStates(string group, Layer layer) => [];

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Closes the file, where there is one.</summary>
    protected virtual void Close()
    {
    }
}
