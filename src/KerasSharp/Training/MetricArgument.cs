using System.Collections;
using System.Runtime.CompilerServices;

namespace KerasSharp;

/// <summary>
/// The metrics of <c>Compile</c>: a list (for one output), a list of lists, or by output name. Names such as <c>"accuracy"</c> will do.
/// </summary>
[CollectionBuilder(typeof(MetricArgument), nameof(Create))]
public sealed class MetricArgument : IEnumerable<MetricArgument?>
{
    private MetricArgument(string? identifier, Metric? metric, MetricArgument?[]? items, string[]? names) =>
        (Identifier, Metric, Items, Names) = (identifier, metric, items, names);

    /// <summary>A name, where that is what was given.</summary>
    public string? Identifier { get; }

    /// <summary>A metric, where that is what was given.</summary>
    public Metric? Metric { get; }

    /// <summary>The parts of a list.</summary>
    public IReadOnlyList<MetricArgument?>? Items { get; }

    /// <summary>The names of the parts.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>A list.</summary>
    public static MetricArgument Create(ReadOnlySpan<MetricArgument?> items) => new(null, null, items.ToArray(), null);

    /// <summary>A name; it is looked up now, so that a misspelt one is refused where it stands.</summary>
    public static implicit operator MetricArgument(string identifier)
    {
        if (!Training.Shorthand.IsAccuracy(identifier) && !Training.Shorthand.IsCrossentropy(identifier))
        {
            _ = Metric.Get(identifier);
        }

        return new(identifier, null, null, null);
    }

    /// <summary>A metric.</summary>
    public static implicit operator MetricArgument(Metric metric) => new(null, metric, null, null);

    /// <summary>A function of labels and predictions, to be averaged.</summary>
    public static implicit operator MetricArgument(Func<Tensor, Tensor, Tensor> function) => new(null, (Metric)function, null, null);

    /// <summary>A list of names.</summary>
    public static implicit operator MetricArgument(string[] identifiers) => new(null, null, Array.ConvertAll(identifiers, i => (MetricArgument?)i), null);

    /// <summary>By output name.</summary>
    public static implicit operator MetricArgument(Dictionary<string, MetricArgument> metrics) => new(null, null, [.. metrics.Values], [.. metrics.Keys]);

    /// <summary>By output name.</summary>
    public static implicit operator MetricArgument(Dictionary<string, string> metrics) => new(null, null, [.. metrics.Values.Select(v => (MetricArgument)v)], [.. metrics.Keys]);

    /// <inheritdoc/>
    public IEnumerator<MetricArgument?> GetEnumerator() => (Items ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
