namespace KerasSharp.Utilities;

/// <summary>Finds what was probably meant by a misspelt identifier.</summary>
public static class NearestName
{
    /// <summary>The candidate nearest to a name, or null where none is near enough to be meant.</summary>
    /// <param name="name">The misspelt name.</param>
    /// <param name="candidates">Names that exist.</param>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        string wanted = Fold(name);
        (string? best, int distance) = (null, Math.Max(2, wanted.Length / 3) + 1);
        foreach (string candidate in candidates.Order(StringComparer.Ordinal))
        {
            int d = Distance(wanted, Fold(candidate));
            if (d < distance)
            {
                (best, distance) = (candidate, d);
            }
        }

        return best;
    }

    /// <summary>A sentence for the end of an error message, " Did you mean 'relu'?", or nothing.</summary>
    /// <param name="name">The misspelt name.</param>
    /// <param name="candidates">Names that exist.</param>
    public static string Hint(string name, IEnumerable<string> candidates) => Find(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>Edit distance with neighbouring letters exchanged at the price of one (optimal string alignment).</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another one.</param>
    internal static int Distance(string a, string b)
    {
        int[] twoAgo = new int[b.Length + 1], previous = [.. Enumerable.Range(0, b.Length + 1)], current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], twoAgo[j - 2] + 1);
                }
            }

            (twoAgo, previous, current) = (previous, current, twoAgo);
        }

        return previous[b.Length];
    }

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
