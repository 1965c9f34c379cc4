using System.Collections;
using System.Runtime.CompilerServices;

namespace KerasSharp;

/// <summary>The loss of <c>Compile</c>: one, a list for several outputs (null: none), or by output name. Names such as <c>"mse"</c> will do.</summary>
[CollectionBuilder(typeof(LossArgument), nameof(Create))]
public sealed class LossArgument : IEnumerable<LossArgument?>
{
    private LossArgument(string? identifier, Loss? loss, LossArgument?[]? items, string[]? names) => (Identifier, Loss, Items, Names) = (identifier, loss, items, names);

    /// <summary>A name, where that is what was given.</summary>
    public string? Identifier { get; }

    /// <summary>A loss, where that is what was given.</summary>
    public Loss? Loss { get; }

    /// <summary>The parts of a list.</summary>
    public IReadOnlyList<LossArgument?>? Items { get; }

    /// <summary>The names of the parts.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>A list.</summary>
    public static LossArgument Create(ReadOnlySpan<LossArgument?> items) => new(null, null, items.ToArray(), null);

    /// <summary>A name; it is looked up now, so that a misspelt one is refused where it stands.</summary>
    public static implicit operator LossArgument(string identifier)
    {
        if (!Training.Shorthand.IsCrossentropy(identifier))
        {
            _ = Loss.Get(identifier);
        }

        return new(identifier, null, null, null);
    }

    /// <summary>A loss.</summary>
    public static implicit operator LossArgument(Loss loss) => new(null, loss, null, null);

    /// <summary>A function of labels and predictions: one value per sample or position.</summary>
    public static implicit operator LossArgument(Func<Tensor, Tensor, Tensor> function) => new(null, (Loss)function, null, null);

    /// <summary>A list of names.</summary>
    public static implicit operator LossArgument(string[] identifiers) => new(null, null, Array.ConvertAll(identifiers, i => (LossArgument?)i), null);

    /// <summary>By output name.</summary>
    public static implicit operator LossArgument(Dictionary<string, string> losses) => new(null, null, [.. losses.Values.Select(v => (LossArgument)v)], [.. losses.Keys]);

    /// <summary>By output name.</summary>
    public static implicit operator LossArgument(Dictionary<string, Loss> losses) => new(null, null, [.. losses.Values.Select(v => (LossArgument)v)], [.. losses.Keys]);

    /// <summary>By output name.</summary>
    public static implicit operator LossArgument(Dictionary<string, LossArgument> losses) => new(null, null, [.. losses.Values], [.. losses.Keys]);

    /// <inheritdoc/>
    public IEnumerator<LossArgument?> GetEnumerator() => (Items ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
