namespace KerasSharp;

/// <summary>An element of a <see cref="Dataset"/>: a sample or a batch of inputs, and what belongs to it.</summary>
/// <param name="X">The inputs: one tensor, several, or those by name.</param>
/// <param name="Y">The targets, where there are any.</param>
/// <param name="SampleWeight">The weights, where there are any.</param>
public sealed record DataElement(DataInput X, DataInput? Y = null, DataInput? SampleWeight = null)
{
    /// <summary>The same structure around other tensors.</summary>
    internal DataElement With(Func<DataInput, DataInput> make) => new(make(X), Y is null ? null : make(Y), SampleWeight is null ? null : make(SampleWeight));
}
