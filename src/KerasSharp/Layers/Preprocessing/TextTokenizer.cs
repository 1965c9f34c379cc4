using System.Text;

namespace KerasSharp.Layers;

/// <summary>Brings texts into one form and takes them apart, as TensorFlow's string ops do that Keras calls: letters and spaces are those of ASCII.</summary>
/// <param name="standardize">"lower", "strip_punctuation", "lower_and_strip_punctuation", or null.</param>
/// <param name="standardizeWith">A function instead.</param>
/// <param name="split">"whitespace", "character", or null.</param>
/// <param name="splitWith">A function instead.</param>
/// <param name="ngrams">Widths of the groups of neighbours that are given instead of single tokens: all up to a number, or those of a list; null for single tokens.</param>
internal sealed class TextTokenizer(string? standardize, Func<string, string>? standardizeWith, string? split, Func<string, IEnumerable<string>>? splitWith, Sizes? ngrams)
{
    [ThreadStatic]
    private static char[]? t_buffer;

    private readonly bool _lower = standardizeWith is null && standardize is "lower" or "lower_and_strip_punctuation";
    private readonly bool _strip = standardizeWith is null && standardize is "strip_punctuation" or "lower_and_strip_punctuation";

    /// <summary>Whether texts are taken apart; else each is one token.</summary>
    public bool Splits => split is not null || splitWith is not null;

    /// <summary>Shows the tokens of a document, which is one text, or several that are tokens already.</summary>
    public void Visit(ReadOnlySpan<string> document, Action<ReadOnlySpan<char>> use)
    {
        if (ngrams is null)
        {
            foreach (string text in document)
            {
                VisitText(text, use);
            }

            return;
        }

        // Neighbours joined by spaces are a part of all tokens joined by spaces.
        var joined = new StringBuilder();
        var places = new List<(int Start, int End)>();
        foreach (string text in document)
        {
            VisitText(text, token =>
            {
                int start = joined.Append(places.Count > 0 ? " " : "").Length;
                places.Add((start, joined.Append(token).Length));
            });
        }

        string all = joined.ToString();
        foreach (int width in ngrams.ToConfigValue() is int most ? Enumerable.Range(1, Math.Min(most, places.Count)) : ngrams)
        {
            for (int first = 0; first + width <= places.Count; first++)
            {
                use(all.AsSpan()[places[first].Start..places[first + width - 1].End]);
            }
        }
    }

    private void VisitText(string text, Action<ReadOnlySpan<char>> use)
    {
        ReadOnlySpan<char> form = standardizeWith is null ? Standardize(text) : standardizeWith(text);
        if (splitWith is not null)
        {
            foreach (string token in splitWith(form.ToString()))
            {
                use(token);
            }
        }
        else if (split == "whitespace")
        {
            foreach (Range range in form.SplitAny(" \t\n\v\f\r"))
            {
                if (!form[range].IsEmpty)
                {
                    use(form[range]);
                }
            }
        }
        else if (split == "character")
        {
            Span<char> units = stackalloc char[2];
            foreach (Rune rune in form.EnumerateRunes())
            {
                use(units[..rune.EncodeToUtf16(units)]);
            }
        }
        else
        {
            use(form);
        }
    }

    private ReadOnlySpan<char> Standardize(string text)
    {
        if (!_lower && !_strip)
        {
            return text;
        }

        char[] buffer = t_buffer is { } known && known.Length >= text.Length ? known : t_buffer = new char[Math.Max(256, text.Length)];
        int length = 0;
        foreach (char c in text)
        {
            if (!_strip || !char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c)))
            {
                buffer[length++] = _lower && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
            }
        }

        return buffer.AsSpan(0, length);
    }
}
