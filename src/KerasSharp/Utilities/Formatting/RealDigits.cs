using System.Globalization;
using System.Numerics;

namespace KerasSharp.Utilities.Formatting;

/// <summary>
/// Decimal digits of binary fractions as Python rounds them: of the number's exact value, ties to even. <see cref="double.ToString(string)"/> rounds 0.125 up to 0.13, where Python has 0.12.
/// </summary>
internal static class RealDigits
{
    private const int DefaultPrecision = 6;

    /// <summary>The digits before the point, and the rest: point, digits, exponent or percent sign.</summary>
    /// <param name="number">A number, 0 or more, infinity or NaN.</param>
    /// <param name="type">One of e, f, g, n, % and 0 for none.</param>
    /// <param name="precision">Digits: behind the point for e, f and %, else significant ones.</param>
    /// <param name="alternate">Whether the point and zeros at the end stay.</param>
    public static (string Whole, string End) Write(double number, char type, int? precision, bool alternate)
    {
        string percent = type == '%' ? "%" : "";
        if (!double.IsFinite(number))
        {
            return (double.IsNaN(number) ? "nan" : "inf", percent);
        }

        if (type == '\0' && precision is null)
        {
            return Split(Saving.ConfigJson.Repr(number));
        }

        int digits = precision ?? DefaultPrecision;
        return type switch
        {
            'f' or '%' => Join(Fixed(number, digits), digits, alternate, percent),
            'e' => Scientific(number, digits, alternate, trim: false),
            _ => General(number, Math.Max(1, digits), alternate, isPlain: type == '\0'),
        };
    }

    private static (string Whole, string End) Split(string text)
    {
        int at = text.AsSpan().IndexOfAny('.', 'e');
        return at < 0 ? (text, "") : (text[..at], text[at..]);
    }

    private static (string Whole, string End) Join(BigInteger scaled, int digits, bool point, string unit)
    {
        string text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return (text[..^digits], (digits > 0 ? "." + text[^digits..] : point ? "." : "") + unit);
    }

    private static (string Whole, string End) Scientific(double number, int digits, bool alternate, bool trim)
    {
        (BigInteger scaled, int exponent) = Significant(number, digits + 1);
        (string whole, string end) = Join(scaled, digits, alternate, "");
        return (whole, $"{(trim ? end.TrimEnd('0').TrimEnd('.') : end)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    /// <summary>The shorter of both notations. Without a type a digit stands behind the point.</summary>
    private static (string Whole, string End) General(double number, int digits, bool alternate, bool isPlain)
    {
        int exponent = Significant(number, digits).Exponent;
        if (exponent < -4 || exponent >= (isPlain ? digits - 1 : digits))
        {
            // A number that has more digits before the point than it is given, or begins far behind it.
            return Scientific(number, digits - 1, alternate, trim: !alternate);
        }

        int behind = digits - 1 - exponent;
        (string whole, string end) = Join(Fixed(number, behind), behind, alternate, "");
        end = alternate ? end : end.TrimEnd('0').TrimEnd('.');
        return (whole, end.Length == 0 && isPlain ? ".0" : end);
    }

    /// <summary>The first digits of a number, rounded, and the exponent of the first of them.</summary>
    private static (BigInteger Scaled, int Exponent) Significant(double number, int digits)
    {
        if (number == 0)
        {
            return (0, 0);
        }

        int exponent = (int)Math.Floor(Math.Log10(number));
        BigInteger most = BigInteger.Pow(10, digits);
        for (; ; exponent++)
        {
            // The logarithm may be off by one, and rounding may carry into a further digit.
            BigInteger scaled = Fixed(number, digits - 1 - exponent);
            if (scaled < most / 10)
            {
                exponent -= 2;
            }
            else if (scaled < most)
            {
                return (scaled, exponent);
            }
        }
    }

    /// <summary>number * 10^digits, rounded to a whole number, ties to even.</summary>
    private static BigInteger Fixed(double number, int digits)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int power = (int)(bits >> 52) & 0x7FF;
        BigInteger mantissa = (bits & ((1L << 52) - 1)) | (power == 0 ? 0 : 1L << 52);
        power = Math.Max(power, 1) - 1075;
        BigInteger numerator = mantissa * BigInteger.Pow(2, Math.Max(0, power)) * BigInteger.Pow(10, Math.Max(0, digits));
        BigInteger denominator = BigInteger.Pow(2, Math.Max(0, -power)) * BigInteger.Pow(10, Math.Max(0, -digits));
        BigInteger whole = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }
}
