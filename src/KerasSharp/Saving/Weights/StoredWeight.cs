namespace KerasSharp.Saving;

/// <summary>A weight as a file holds it; its numbers are read when they are asked for.</summary>
/// <param name="Path">Where it stands in the file.</param>
/// <param name="Shape">Sizes of its axes.</param>
/// <param name="DType">What its elements are.</param>
/// <param name="Read">Reads it.</param>
internal sealed record StoredWeight(string Path, long[] Shape, DType DType, Func<Tensor> Read)
{
    /// <summary>Its shape as a tensor can have it.</summary>
    /// <exception cref="ModelFormatException">An axis is longer than a tensor's can be.</exception>
    public Shape TensorShape => Array.TrueForAll(Shape, size => size is >= 0 and <= int.MaxValue)
        ? new Shape([.. Shape.Select(size => (int)size)])
        : throw new ModelFormatException($"The weight '{Path}' has the shape ({string.Join(", ", Shape)}), larger than that of any tensor.");
}
