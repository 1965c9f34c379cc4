namespace KerasSharp.Layers;

/// <summary>Categories: whole numbers from 0, several or none for a sample.</summary>
public abstract class CategoricalColumn : FeatureColumn
{
    private protected CategoricalColumn()
    {
    }

    /// <summary>How many categories there are.</summary>
    internal abstract int NumBuckets { get; }

    /// <summary>The categories of what was read, a row for each sample; -1 is none.</summary>
    internal virtual Tensor Ids(Layer owner, Tensor read) => read;

    internal override Tensor Encode(Layer owner, Tensor read, Tensor? table) => throw new InvalidOperationException($"{owner.Label}: the column '{Name}' gives categories.");
}
