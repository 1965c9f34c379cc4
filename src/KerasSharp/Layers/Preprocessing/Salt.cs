using System.Collections;
using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The key of a hash that others cannot foresee: two whole numbers, <c>[133, 137]</c>, or one that stands for both.</summary>
[CollectionBuilder(typeof(Salt), nameof(Create))]
public sealed class Salt : IConfigValue<Salt>, IEnumerable<long>
{
    private Salt(long first, long second) => (First, Second) = (first, second);

    /// <summary>The first number.</summary>
    public long First { get; }

    /// <summary>The second number.</summary>
    public long Second { get; }

    /// <summary>Two numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <exception cref="ArgumentException">There are more or less than two.</exception>
    public static Salt Create(ReadOnlySpan<long> numbers) => numbers.Length == 2 ? new(numbers[0], numbers[1]) : throw new ArgumentException(
        $"The salt must be one whole number or two. Received: salt=[{string.Join(", ", numbers.ToArray())}].", nameof(numbers));

    /// <summary>One number for both.</summary>
    public static implicit operator Salt(long number) => new(number, number);

    /// <inheritdoc/>
    public static Salt FromConfigValue(object value) => value switch
    {
        long number => number,
        List<object?> list when list.TrueForAll(item => item is long) => Create([.. list.Select(item => (long)item!)]),
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected an integer or a list of two."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => new[] { First, Second };

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)[First, Second]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
