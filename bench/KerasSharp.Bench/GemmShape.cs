using System.Globalization;

namespace KerasSharp.Bench;

/// <summary>Sizes of a product, and which operands are stored transposed.</summary>
internal readonly record struct GemmShape(int M, int N, int K, bool TransA, bool TransB)
{
    public bool IsSquare => M == N && N == K && !TransA && !TransB;

    public static GemmShape Square(int n) => new(n, n, n, false, false);

    /// <summary>Reads "N" or "MxNxK", followed by "tn", "nt" or "tt" where operands are transposed.</summary>
    public static GemmShape Parse(string text)
    {
        string flags = text.Length > 2 && char.IsLetter(text[^1]) ? text[^2..] : "nn";
        string[] sizes = (flags == text[^2..] && text.Length > 2 ? text[..^2] : text).Split('x');
        int[] numbers = [.. sizes.Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        if (numbers.Length is not (1 or 3) || numbers.Any(number => number <= 0) || flags.Any(flag => flag is not ('n' or 't')))
        {
            throw new ArgumentException($"A product must be given as N or MxNxK, with tn, nt or tt behind it where operands are transposed. Received: {text}.");
        }

        return numbers.Length == 1
            ? new(numbers[0], numbers[0], numbers[0], flags[0] == 't', flags[1] == 't')
            : new(numbers[0], numbers[1], numbers[2], flags[0] == 't', flags[1] == 't');
    }

    public override string ToString() => IsSquare ? $"{M}" : $"{M}x{N}x{K}{(TransA ? 't' : 'n')}{(TransB ? 't' : 'n')}";
}
