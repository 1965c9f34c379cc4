namespace KerasSharp.Layers;

/// <summary>The order of texts by code points, which is that of their UTF-8 bytes. (UTF-16 has what needs two units before some that need one.)</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static readonly CodePointOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        int shared = x.AsSpan().CommonPrefixLength(y);
        return shared == x!.Length || shared == y!.Length ? x.Length.CompareTo(y!.Length) : Rank(x[shared]).CompareTo(Rank(y[shared]));
    }

    /// <summary>Surrogates, which only code points beyond the others have, come last.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
