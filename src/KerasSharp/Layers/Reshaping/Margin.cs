using System.Collections;
using System.Runtime.CompilerServices;

namespace KerasSharp.Layers;

/// <summary>What is added or cut off before and after one axis: <c>[1, 2]</c>, or <c>1</c> for the same on both sides.</summary>
[CollectionBuilder(typeof(Margin), nameof(Create))]
public readonly record struct Margin : IEnumerable<int>
{
    private Margin(int before, int after, bool isOne) => (Before, After, IsOne) = (before, after, isOne);

    /// <summary>How much before the axis.</summary>
    public int Before { get; }

    /// <summary>How much after the axis.</summary>
    public int After { get; }

    internal bool IsOne { get; }

    internal int[] Pair => [Before, After];

    /// <summary>One number for both sides, or one for each.</summary>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    public static Margin Create(ReadOnlySpan<int> sides) => sides.Length is 1 or 2
        ? new(sides[0], sides[^1], sides.Length == 1)
        : throw new ArgumentException($"A margin must be one number or two. Received: ({string.Join(", ", sides.ToArray())}).", nameof(sides));

    /// <summary>The same on both sides.</summary>
    public static implicit operator Margin(int both) => new(both, both, isOne: true);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Pair).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => IsOne ? $"{Before}" : $"({Before}, {After})";
}
