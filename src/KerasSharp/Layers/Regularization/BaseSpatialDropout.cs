using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Base of the dropouts of whole channels. The documentation of each says what the arguments mean.</summary>
public abstract class BaseSpatialDropout : Layer
{
    private protected override bool IsBuiltFromStart => true;

    private readonly SeedGenerator? _generator;

    private protected BaseSpatialDropout(int rank, double rate, string? dataFormat, int? seed, string? name, DTypePolicy? dtype)
        : base(name, dtype: dtype)
    {
        Rate = Arguments.Between(0, 1, rate, nameof(rate), KerasName);
        DataFormat = Spatial.CheckFormat(dataFormat, KerasName);
        Seed = seed;
        _generator = rate > 0 ? new SeedGenerator(seed) : null;
        InputSpec = new InputSpec(Ndim: rank + 2);
    }

    /// <summary>Part of the channels that is dropped.</summary>
    public double Rate { get; }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }

    /// <summary>The seed given.</summary>
    public int? Seed { get; }

    private protected override bool PassesMask => true;

    /// <summary>Whether Keras writes the format.</summary>
    private protected virtual bool WritesFormat => true;

    /// <summary>Keras writes these layers in a form of their own.</summary>
    public override Config GetConfig()
    {
        Config config = new() { ["rate"] = Rate, ["seed"] = Seed, ["name"] = Name, ["dtype"] = VariableDType.Name() };
        if (WritesFormat)
        {
            config["data_format"] = DataFormat;
        }

        return config;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (!training || _generator is null)
        {
            return inputs;
        }

        int?[] noise = [.. Enumerable.Repeat((int?)1, inputs.Rank)];
        noise[0] = null;
        noise[DataFormat == "channels_last" ? ^1 : 1] = null;
        return RandomDrop.Apply(inputs, Rate, _generator, noise);
    }
}
