namespace KerasSharp.Conformance;

/// <summary>The cases that we believe to be wrong, with the reasons, from <c>known-disputes.txt</c>.</summary>
internal static class KnownDisputes
{
    /// <summary>The reason for each case.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = Read(Path.Combine(AppContext.BaseDirectory, "known-disputes.txt"));

    /// <summary>Whether what is disputed is left out, instead of failing.</summary>
    public static bool AreSkipped { get; set; }

    /// <summary>A failure with the reason of the dispute, where there is one; a disputed case that passes has been settled and must leave the list.</summary>
    public static string? Explain(string id, string? failure) => !Reasons.TryGetValue(id, out string? reason) ? failure
        : failure is null ? "it passes and is on known-disputes.txt: take it off" : $"{failure} (disputed: {reason})";

    private static Dictionary<string, string> Read(string file) => File.Exists(file)
        ? File.ReadLines(file).Where(line => line.Contains(':', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.Ordinal)
        : [];
}
