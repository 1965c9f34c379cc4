using System.Globalization;

namespace KerasSharp.Utilities;

/// <summary>Numbers as people read them, in Keras's formats.</summary>
public static class Readable
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>A count with thousands separated: <c>153,184</c>.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size in memory: <c>512.00 B</c>, <c>598.38 KB</c>.</summary>
    /// <param name="bytes">The size in bytes.</param>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{bytes.ToString("F2", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>Python's <c>%.0f</c>: halves go to the even neighbour.</summary>
    /// <param name="value">A finite number.</param>
    internal static string Whole(double value) => Math.Round(value, MidpointRounding.ToEven).ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>
    /// Python's <c>%.4f</c>. .NET rounds exact halves away from zero and Python to the even neighbour; the exact halves at four decimals
    /// are the odd multiples of 1/32 (only those are binary fractions), and 1/32 is a common accuracy.
    /// </summary>
    /// <param name="value">A number.</param>
    internal static string Fixed4(double value)
    {
        if (!double.IsFinite(value))
        {
            return NonFinite(value);
        }

        bool isTie = Math.Abs(value) < 1e9 && Math.Abs(Math.IEEERemainder(value * 32, 2)) == 1;
        return isTie
            ? decimal.Round((decimal)value, 4, MidpointRounding.ToEven).ToString("F4", CultureInfo.InvariantCulture)
            : value.ToString("F4", CultureInfo.InvariantCulture);
    }

    /// <summary>Python's <c>%.4e</c>.</summary>
    /// <param name="value">A number.</param>
    internal static string Exponent4(double value) =>
        double.IsFinite(value) ? value.ToString("0.0000e+00", CultureInfo.InvariantCulture) : NonFinite(value);

    private static string NonFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
