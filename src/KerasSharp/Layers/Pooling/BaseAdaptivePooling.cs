namespace KerasSharp.Layers;

/// <summary>Base of the layers whose output has a size of its own. The documentation of each says what the arguments mean.</summary>
public abstract class BaseAdaptivePooling : Layer
{
    private protected BaseAdaptivePooling(int rank, Sizes outputSize, string? dataFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(outputSize);
        OutputSize = outputSize.For(rank, nameof(outputSize), KerasName);
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        InputSpec = new InputSpec(Ndim: rank + 2);
    }

    /// <summary>Sizes of the output's spatial axes.</summary>
    public Sizes OutputSize { get; }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }
}
