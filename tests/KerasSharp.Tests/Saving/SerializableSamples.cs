using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Classes as users would write them; the generator works on them while the tests are compiled.</summary>
[WritesConfig("name", "trainable")]
public abstract class SampleBase(string? name) : IKerasSerializable
{
    public string Name { get; } = name ?? "sample";

    public bool Trainable { get; set; } = true;

    public virtual Config GetConfig() => new() { ["name"] = Name, ["trainable"] = Trainable };

    protected internal void ApplyBaseConfig(Config config)
    {
        if (config.TryGetValue("trainable", out object? value) && value is bool trainable)
        {
            Trainable = trainable;
        }
    }
}

public enum SampleFormat
{
    ChannelsLast,
    ChannelsFirst,
}

public sealed class SampleActivation(string name) : IConfigValue<SampleActivation>
{
    public string Name { get; } = name;

    public object? ToConfigValue() => Name;

    public static SampleActivation FromConfigValue(object value) =>
        value is "relu" or "tanh" ? new((string)value) : throw new FormatException($"Received: {value}.");
}

public readonly record struct SamplePair(int First, int Second) : IConfigValue<SamplePair>
{
    public object? ToConfigValue() => new[] { First, Second };

    public static SamplePair FromConfigValue(object value) => value switch
    {
        long n => new((int)n, (int)n),
        List<object?> { Count: 2 } list => new((int)(long)list[0]!, (int)(long)list[1]!),
        _ => throw new FormatException("Expected an integer or two."),
    };
}

[KerasSerializable("keras.tests", "Inner")]
public sealed partial class SampleInner(double factor = 2.0)
{
    public double Factor { get; } = factor;
}

[KerasSerializable("keras.tests", "Everything")]
public sealed partial class SampleEverything(
    int units,
    SampleActivation? activation = null,
    [ConfigName("beta_1")] float beta1 = 0.9f,
    bool useBias = true,
    long? seed = null,
    int[]? axes = null,
    int?[]? targetShape = null,
    SampleFormat dataFormat = SampleFormat.ChannelsLast,
    SamplePair kernelSize = default,
    SamplePair? strides = null,
    SampleInner? inner = null,
    IReadOnlyList<SampleInner>? cells = null,
    double threshold = double.NegativeInfinity,
    string mode = "auto",
    [ConfigName("first", Order = -1)] bool moved = false,
    [ConfigName(Omit = true)] object? handle = null,
    string? name = null) : SampleBase(name)
{
    private readonly bool _useBias = useBias;

    /// <summary>A property may normalise what the constructor was given.</summary>
    public SampleActivation Activation { get; } = activation ?? new("relu");

    public int Units => units;

    public object? Handle { get; } = handle;

    public bool HasBias => _useBias;
}

[KerasSerializable("MyPackage")]
public partial class SampleCustom(double rate = 0.5) : SampleBase(null)
{
    public double Rate { get; } = rate;
}

[KerasSerializable("MyPackage", "Derived")]
public sealed partial class SampleDerived(double rate, int extra = 1) : SampleCustom(rate)
{
    public int Extra { get; } = extra;
}

public partial class SampleOuter
{
    [KerasSerializable("MyPackage", "Nested")]
    public sealed partial class SampleNested
    {
        private readonly string _text;

        public SampleNested(string text) => _text = text;
    }
}
