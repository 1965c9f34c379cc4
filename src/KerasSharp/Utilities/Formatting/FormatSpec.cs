using System.Globalization;
using System.Numerics;
using System.Text;

namespace KerasSharp.Utilities.Formatting;

/// <summary>
/// How Python writes a value: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c> (library reference, "Format Specification Mini-Language").
/// </summary>
internal sealed record FormatSpec
{
    /// <summary>Wider or more precise is refused: no file name is.</summary>
    private const int Most = 10_000;

    private string _text = "", _fill = " ";
    private char _align, _sign = '-', _grouping, _type;
    private bool _alternate, _zero, _positiveZero;
    private int _width;
    private int? _precision;

    private FormatSpec()
    {
    }

    /// <summary>Reads a specification.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static FormatSpec Parse(string text)
    {
        var spec = new FormatSpec { _text = text };
        int at = 0, fill = text.Length > 0 && char.IsHighSurrogate(text[0]) ? 2 : 1;
        bool hasFill = IsAlign(At(text, fill));
        if (hasFill || IsAlign(At(text, 0)))
        {
            at = hasFill ? fill + 1 : 1;
            (spec._fill, spec._align) = (hasFill ? text[..fill] : " ", text[at - 1]);
        }

        spec._sign = At(text, at) is '+' or '-' or ' ' ? text[at++] : '-';
        spec._positiveZero = Take(text, 'z', ref at);
        spec._alternate = Take(text, '#', ref at);
        if (!hasFill && Take(text, '0', ref at))
        {
            // A zero before the width fills up with zeros, behind the sign of a number unless an alignment is given.
            (spec._fill, spec._zero) = ("0", true);
        }

        spec._width = Number(text, ref at) ?? 0;
        spec._grouping = At(text, at) is ',' or '_' ? text[at++] : '\0';
        if (Take(text, '.', ref at))
        {
            spec._precision = Number(text, ref at) ?? throw spec.Wrong("a precision is missing behind the '.'");
        }

        spec._type = at < text.Length ? text[at++] : '\0';
        return at == text.Length ? spec : throw spec.Wrong("it is not of the form [[fill]align][sign][z][#][0][width][,][.precision][type]");
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">A <see cref="long"/>, <see cref="double"/> or <see cref="string"/>.</param>
    /// <exception cref="FormatException">The specification is not for such values.</exception>
    public string Apply(object value) => value switch
    {
        string text => Text(text),
        long number when _type is '\0' or 'b' or 'c' or 'd' or 'n' or 'o' or 'x' or 'X' => Whole(number),
        long number => Real(number),
        double number => Real(number),
        _ => throw new ArgumentException($"A value must be a long, a double or a string. Received: {value.GetType().Name}.", nameof(value)),
    };

    private string Text(string text)
    {
        if (_type is not ('\0' or 's') || _sign != '-' || _alternate || _grouping != '\0' || _align == '=' || _positiveZero)
        {
            throw Wrong("it is not for texts");
        }

        return Pad("", _precision is { } most ? string.Concat(text.EnumerateRunes().Take(most)) : text, _align == '\0' ? '<' : _align);
    }

    private string Whole(long number)
    {
        if (_precision is not null || _positiveZero)
        {
            throw Wrong("whole numbers have no precision. Use the type f, as in {epoch:.2f}");
        }

        if (_type == 'c')
        {
            return _sign == '-' && !_alternate && _grouping == '\0' && number is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF)
                ? Number(negative: false, "", "", char.ConvertFromUtf32((int)number), group: 1)
                : throw Wrong($"{number} is no character, or a sign or grouping is asked for one");
        }

        (int radix, string prefix) = _type switch { 'b' => (2, "0b"), 'o' => (8, "0o"), 'x' => (16, "0x"), 'X' => (16, "0X"), _ => (10, "") };
        if ((_grouping == ',' && radix != 10) || (_grouping != '\0' && _type == 'n'))
        {
            throw Wrong($"'{_grouping}' does not go with the type {_type}");
        }

        string digits = Digits(BigInteger.Abs(number), radix);
        return Number(number < 0, _alternate ? prefix : "", _type == 'X' ? digits.ToUpperInvariant() : digits, "", radix == 10 ? 3 : 4);
    }

    private string Real(double number)
    {
        if (_type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%') || (_type == 'n' && _grouping != '\0'))
        {
            throw Wrong("it is not for numbers with a fraction");
        }

        bool upper = _type is 'E' or 'F' or 'G';
        (string whole, string rest) = RealDigits.Write(Math.Abs(_type == '%' ? number * 100 : number), char.ToLowerInvariant(_type), _precision, _alternate);
        bool isZero = _positiveZero && (whole + rest.Split('e')[0]).All(c => c is '0' or '.' or '%');
        return Number(double.IsNegative(number) && !double.IsNaN(number) && !isZero, "", upper ? whole.ToUpperInvariant() : whole, upper ? rest.ToUpperInvariant() : rest, 3);
    }

    /// <summary>Sign, prefix, grouped digits and rest in the width.</summary>
    private string Number(bool negative, string prefix, string digits, string rest, int group)
    {
        string sign = (negative ? "-" : _sign == '-' ? "" : _sign.ToString()) + prefix;
        char align = _align != '\0' ? _align : _zero ? '=' : '>';
        if (_grouping == '\0' || !char.IsAsciiHexDigit(digits[0]))
        {
            return Pad(sign, digits + rest, align);
        }

        // Zeros that fill up are digits, which are grouped as well.
        int wanted = align == '=' && _fill == "0" ? _width - sign.Length - rest.Length : 0;
        while (Grouped(digits.Length, group) < wanted)
        {
            digits = "0" + digits;
        }

        var text = new StringBuilder();
        for (int i = 0; i < digits.Length; i++)
        {
            text.Append(i > 0 && (digits.Length - i) % group == 0 ? _grouping.ToString() : "").Append(digits[i]);
        }

        return Pad(sign, text.Append(rest).ToString(), align);
    }

    private static int Grouped(int digits, int group) => digits + ((digits - 1) / group);

    private string Pad(string sign, string text, char align)
    {
        int missing = Math.Max(0, _width - sign.EnumerateRunes().Count() - text.EnumerateRunes().Count());
        int before = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        string left = Fill(before), right = Fill(missing - before);
        return align == '=' ? sign + left + text : left + sign + text + right;
    }

    private string Fill(int count) => string.Concat(Enumerable.Repeat(_fill, count));

    private static string Digits(BigInteger number, int radix)
    {
        if (radix == 10 || number.IsZero)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        var text = new StringBuilder();
        for (; !number.IsZero; number /= radix)
        {
            text.Insert(0, "0123456789abcdef"[(int)(number % radix)]);
        }

        return text.ToString();
    }

    private static bool IsAlign(char c) => c is '<' or '>' or '=' or '^';

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';

    private static bool Take(string text, char wanted, ref int at)
    {
        bool found = At(text, at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private static int? Number(string text, ref int at)
    {
        int start = at;
        while (char.IsAsciiDigit(At(text, at)))
        {
            at++;
        }

        return at == start ? null
            : int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Most ? number
            : throw new FormatException($"The format \"{text}\" asks for more than {Most} characters.");
    }

    private FormatException Wrong(string why) => new($"The format \"{_text}\" cannot be used: {why}.");
}
