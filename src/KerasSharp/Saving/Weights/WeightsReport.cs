using System.Text;

namespace KerasSharp.Saving;

/// <summary>A weight that loading met.</summary>
/// <param name="Path">Path of the model's weight, as <c>dense/kernel</c>; that in the file where the model has none.</param>
/// <param name="StoredPath">Path in the file; null where the file has none.</param>
/// <param name="Expected">Shape of the model's weight; null where the model has none.</param>
/// <param name="Found">Shape in the file; null where the file has none.</param>
public sealed record WeightsReportEntry(string Path, string? StoredPath, Shape? Expected, Shape? Found)
{
    /// <inheritdoc/>
    public override string ToString() => (Expected, Found) switch
    {
        ({ } expected, { } found) when expected != found => $"{Path} {expected}, in the file {found} ({StoredPath})",
        (null, { } found) => $"{StoredPath} {found}",
        _ => $"{Path} {Expected}",
    };
}

/// <summary>What <see cref="Model.LoadWeights(string, bool, bool)"/> found.</summary>
/// <param name="Matched">Weights that were set.</param>
/// <param name="Missing">Weights of the model that the file does not have; they stay what they were.</param>
/// <param name="Unexpected">Weights of the file that the model does not have.</param>
/// <param name="Mismatched">Weights that have another shape or kind of numbers in the file; they stay what they were.</param>
public sealed record WeightsReport(
    IReadOnlyList<WeightsReportEntry> Matched, IReadOnlyList<WeightsReportEntry> Missing, IReadOnlyList<WeightsReportEntry> Unexpected, IReadOnlyList<WeightsReportEntry> Mismatched)
{
    private const int MostShown = 10;

    /// <summary>Whether every weight of the model was set, and the file has no others.</summary>
    public bool IsComplete => Missing.Count == 0 && Unexpected.Count == 0 && Mismatched.Count == 0;

    /// <summary>Counts, and what does not fit by name: ten of each kind at most.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Matched.Count} matched");
        foreach ((string kind, IReadOnlyList<WeightsReportEntry> entries) in new[] { ("missing in the file", Missing), ("unexpected", Unexpected), ("of another shape or dtype", Mismatched) })
        {
            if (entries.Count > 0)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"; {entries.Count} {kind}: {string.Join("; ", entries.Take(MostShown))}{(entries.Count > MostShown ? "; ..." : "")}");
            }
        }

        return text.Append('.').ToString();
    }
}
