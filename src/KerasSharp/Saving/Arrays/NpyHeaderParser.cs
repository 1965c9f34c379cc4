using System.Globalization;

namespace KerasSharp.Saving;

/// <summary>
/// Reads the header of a NumPy array: a Python dictionary of exactly three entries, <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 5), }</c>, in any order. Nothing else that
/// Python could write there is read.
/// </summary>
internal ref struct NpyHeaderParser(string text, string where)
{
    /// <summary>Bytes of the longest text of an array of texts.</summary>
    private const int MostTextBytes = 1 << 22;

    private ReadOnlySpan<char> _rest = text;

    public NpyHeader Parse()
    {
        string? descr = null;
        bool? isFortran = null;
        int[]? shape = null;
        Expect('{');
        while (!TryTake('}'))
        {
            string key = Text("key");
            Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = Text("'descr'");
                    break;
                case "fortran_order" when isFortran is null:
                    isFortran = TryTake("True") || (TryTake("False") ? false : throw Wrong("'fortran_order' must be True or False"));
                    break;
                case "shape" when shape is null:
                    shape = Shape();
                    break;
                default:
                    throw Wrong($"the entry '{EntryNames.Printed(key)}' is unknown, or there twice");
            }

            if (!TryTake(','))
            {
                Expect('}');
                break;
            }
        }

        if (!_rest.Trim().IsEmpty)
        {
            throw Wrong("something stands behind it");
        }

        string? missing = descr is null ? "descr" : isFortran is null ? "fortran_order" : shape is null ? "shape" : null;
        return missing is null ? new NpyHeader(Code(descr!), descr![0] == '>', isFortran!.Value, shape!) : throw Wrong($"it has no '{missing}'");
    }

    /// <summary>The type code of a description, which begins with the byte order.</summary>
    private readonly string Code(string descr)
    {
        string code = descr.Length > 1 && descr[0] is '<' or '>' or '|' or '=' ? descr[1..] : "";
        bool isText = code.Length is > 1 and < 9 && code[0] is 'U' or 'S' && !code.AsSpan(1).ContainsAnyExceptInRange('0', '9');
        return descr is "|O" or "O"
            ? throw new ModelFormatException($"{where}: arrays of Python objects ('{descr}') are pickles, which can run code, and are never read. Save numbers or texts.")
            : code is "b1" or "u1" or "i1" or "u2" or "i2" or "f2" or "u4" or "i4" or "f4" or "u8" or "i8" or "f8" || (isText && int.Parse(code.AsSpan(1), CultureInfo.InvariantCulture) <= MostTextBytes / 4)
                ? code
                : throw new ModelFormatException($"{where}: arrays of the type {EntryNames.Printed(descr)} cannot be read; integers, floats of 16 to 64 bits, bools and texts can.");
    }

    private int[] Shape()
    {
        var sizes = new List<int>();
        bool isTuple = true;
        Expect('(');
        while (!TryTake(')'))
        {
            sizes.Add(Size());
            if (!TryTake(','))
            {
                isTuple = sizes.Count > 1;
                Expect(')');
                break;
            }
        }

        return isTuple ? [.. sizes] : throw Wrong("'shape' must be a tuple");
    }

    private int Size()
    {
        SkipSpace();
        int end = _rest.IndexOfAny(",) ");
        ReadOnlySpan<char> digits = end < 0 ? _rest : _rest[..end];
        int size = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong($"{EntryNames.Printed(digits.ToString())} is no size of an axis");
        _rest = _rest[digits.Length..];
        return size;
    }

    /// <summary>A text in quotes, without escapes.</summary>
    private string Text(string what)
    {
        SkipSpace();
        if (_rest.IsEmpty || _rest[0] is not ('\'' or '"') || _rest[1..].IndexOf(_rest[0]) is var length && length < 0)
        {
            throw Wrong($"{what} must be a text");
        }

        ReadOnlySpan<char> inside = _rest.Slice(1, length);
        _rest = _rest[(length + 2)..];
        return inside.Contains('\\') ? throw Wrong($"{what} has a backslash") : inside.ToString();
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
        {
            throw Wrong($"a '{c}' is missing");
        }
    }

    private bool TryTake(char c) => TryTake([c]);

    private bool TryTake(scoped ReadOnlySpan<char> token)
    {
        SkipSpace();
        bool isThere = _rest.StartsWith(token, StringComparison.Ordinal);
        _rest = isThere ? _rest[token.Length..] : _rest;
        return isThere;
    }

    private void SkipSpace() => _rest = _rest.TrimStart(" \t\n");

    private readonly ModelFormatException Wrong(string why) => new($"{where}: the array's header cannot be read: {why}. Received: {EntryNames.Printed(text.Trim())}.");
}
