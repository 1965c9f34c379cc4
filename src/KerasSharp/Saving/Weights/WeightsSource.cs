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

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Closes the file, where there is one.</summary>
    protected virtual void Close()
    {
    }
}
