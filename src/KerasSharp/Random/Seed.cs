using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// What the functions of <see cref="Keras.Random"/> draw from, where Keras takes <c>seed</c>: a whole number gives the same numbers at each call, a
/// <see cref="SeedGenerator"/> other ones each time. The default value stands for the global generator, which <c>Utils.SetRandomSeed</c> seeds.
/// </summary>
public readonly record struct Seed : IConfigValue<Seed>
{
    private Seed(int? number, SeedGenerator? generator) => (Number, Generator) = (number, generator);

    /// <summary>The number, if one was given.</summary>
    public int? Number { get; }

    /// <summary>The generator, if one was given.</summary>
    public SeedGenerator? Generator { get; }

    /// <summary>A number, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static implicit operator Seed(int number) => number >= 0
        ? new(number, null)
        : throw new ArgumentOutOfRangeException(nameof(number), $"A seed must be 0 or more. Received: seed={number}.");

    /// <summary>A generator; null for the global one.</summary>
    public static implicit operator Seed(SeedGenerator? generator) => new(null, generator);

    /// <inheritdoc/>
    public static Seed FromConfigValue(object value) => ConfigConverter.TryRead(value, out int number) ? number
        : value is Config && ObjectRegistry.Deserialize(value, "seed") is SeedGenerator generator ? generator
        : throw new FormatException($"Received: {ConfigJson.Write(value)}; expected an integer of 0 or more, or a SeedGenerator.");

    /// <inheritdoc/>
    public object? ToConfigValue() => Number is { } number ? number : Generator is null ? null : ObjectRegistry.Write(Generator);

    /// <summary>The state for one draw: two uint32 words.</summary>
    internal Tensor Draw() => Number is { } number ? Tensor.From([(uint)number, 0u], Shape.Of(2)) : (Generator ?? SeedGenerator.Global).Next();

    /// <summary>The states for several draws of one call, all different.</summary>
    internal Tensor[] Draws(int count)
    {
        Tensor first = Draw();
        Tensor step = Tensor.From([0x9E3779B9u, 0u], Shape.Of(2));   // another key for each: Weyl's sequence of the golden ratio, as in the generator's own rounds
        var states = new Tensor[count];
        for (int i = 0; i < count; i++)
        {
            states[i] = i == 0 ? first : states[i - 1] + step;
        }

        return states;
    }
}
