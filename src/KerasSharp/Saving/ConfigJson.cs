using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KerasSharp.Saving;

/// <summary>JSON text of config values, as Python's <c>json.dumps</c> writes it: one line, ASCII, floats as <c>repr</c> has them.</summary>
internal static class ConfigJson
{
    /// <summary>Nesting beyond this is refused: no model needs it, and a hostile file would exhaust the stack.</summary>
    private const int MaxDepth = 512;

    /// <summary>Put before NaN and Infinity, which Python writes bare and JSON does not know, while the text is read.</summary>
    private const char BareNumberMark = '\u0001';

    public static string Write(object? value)
    {
        StringBuilder text = new();
        Write(text, value);
        return text.ToString();
    }

    public static object? Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(QuoteBareNumbers(json), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Convert(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"The text is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}): {e.Message}", e);
        }
    }

    /// <summary>A double as Python's <c>repr</c> prints it: the shortest digits that read back, exponents outside 1e-4..1e16.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        // "E16" would not be shortest; "R" is, in either notation: take its digits and its exponent apart.
        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        int exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int scale = (point < 0 ? mantissa.Length : point) + exponent;   // value = 0.digits * 10^scale
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        scale -= zeros;

        string sign = value < 0 ? "-" : "";
        int exponent10 = scale - 1;
        if (exponent10 is < -4 or >= 16)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent10 < 0 ? '-' : '+')}{Math.Abs(exponent10):00}";
        }

        return scale <= 0 ? $"{sign}0.{new string('0', -scale)}{digits}"
            : scale >= digits.Length ? $"{sign}{digits}{new string('0', scale - digits.Length)}.0"
            : $"{sign}{digits[..scale]}.{digits[scale..]}";
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case long n:
                text.Append(n);
                break;
            case double d:
                text.Append(Repr(d));
                break;
            case string s:
                WriteString(text, s);
                break;
            case Config config:
                text.Append('{');
                string separator = "";
                foreach ((string key, object? item) in config)
                {
                    WriteString(text.Append(separator), key);
                    Write(text.Append(": "), item);
                    separator = ", ";
                }

                text.Append('}');
                break;
            case List<object?> list:
                text.Append('[');
                for (int i = 0; i < list.Count; i++)
                {
                    Write(text.Append(i == 0 ? "" : ", "), list[i]);
                }

                text.Append(']');
                break;
            default:
                Write(text, Config.Normalize(value));
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' and not '\u007f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => BareNumber(element.GetString()!),
        JsonValueKind.Number => Number(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToList(),
        _ => new Config(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Convert(p.Value)))),
    };

    private static object Number(JsonElement element) =>
        element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 && element.TryGetInt64(out long integer) ? (object)integer : element.GetDouble();

    private static object BareNumber(string text) => text.Length > 0 && text[0] == BareNumberMark
        ? text[1..] switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => text }
        : text;

    private static string QuoteBareNumbers(string json)
    {
        if (!json.Contains("NaN", StringComparison.Ordinal) && !json.Contains("Infinity", StringComparison.Ordinal))
        {
            return json;
        }

        StringBuilder text = new(json.Length + 16);
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            string? bare = inString ? null : Array.Find(["NaN", "Infinity", "-Infinity"], w => json.AsSpan(i).StartsWith(w, StringComparison.Ordinal));
            if (bare is not null)
            {
                text.Append("\"\\u0001").Append(bare).Append('"');
                i += bare.Length - 1;
                continue;
            }

            text.Append(c);
            if (inString && c == '\\' && i + 1 < json.Length)
            {
                text.Append(json[++i]);
            }
            else if (c == '"')
            {
                inString = !inString;
            }
        }

        return text.ToString();
    }
}
