using System.Globalization;

namespace KerasSharp.Saving;

/// <summary>
/// How a function of TensorFlow is one of Keras's operations, written as <c>Mean(x, axis, keepdims)</c>: the class, and its arguments, of which the first is the function's first. Others may
/// say <c>=name</c>, the function's name of the argument, <c>~kind</c>, how its value is converted, <c>!</c>, that it must be given, and <c>:value</c>, the function's default where
/// Keras's is another (with % for a comma). After <c>if</c> stands a flag of the function that must be set, after <c>-</c> an argument that means nothing here.
/// </summary>
internal sealed class FunctionRule
{
    public FunctionRule(string text)
    {
        string[] parts = text.Split('(', ')');
        ClassName = parts[0];
        Arguments = [.. parts[1].Split(',', StringSplitOptions.TrimEntries).Select(RuleArgument.Parse)];
        Flag = parts[2].StartsWith(" if ", StringComparison.Ordinal) ? parts[2][4..] : null;
        Ignored = parts[2].StartsWith(" -", StringComparison.Ordinal) ? parts[2][2..] : null;
    }

    public string ClassName { get; }

    public RuleArgument[] Arguments { get; }

    public string? Flag { get; }

    public string? Ignored { get; }

    /// <summary>Arguments of a call by Keras's names; null where the rule is not for this call.</summary>
    public List<KeyValuePair<string, object?>>? Bind(object? first, Config given)
    {
        var bound = new List<KeyValuePair<string, object?>> { new(Arguments[0].Name, first) };
        foreach (RuleArgument argument in Arguments.Skip(1))
        {
            object? value = given.GetValueOrDefault(argument.Source);
            if ((value is null && argument.IsRequired) || !argument.TryConvert(value ?? argument.Default, out value))
            {
                return null;
            }

            bound.Add(new(argument.Name, value));
        }

        bool fits = (Flag is null || given.GetValueOrDefault(Flag) is true)
            && given.All(item => item.Key == "name" || item.Key == Flag || item.Key == Ignored || Array.Exists(Arguments, argument => argument.Source == item.Key) || IsUsual(item.Value));
        return fits ? bound : null;
    }

    /// <summary>What arguments hold that change nothing.</summary>
    private static bool IsUsual(object? value) => value is null or false or 0L or 0.0 or "NHWC" or "channels_last";
}

/// <summary>One argument of a rule.</summary>
internal sealed record RuleArgument(string Name, string Source, string? Kind, bool IsRequired, object? Default)
{
    public static RuleArgument Parse(string text)
    {
        string[] value = text.Split(':', 2), kind = value[0].TrimEnd('!').Split('~'), names = kind[0].Split('=');
        return new(names[0], names[^1], kind.Length > 1 ? kind[1] : null, value[0].EndsWith('!'), value.Length > 1 ? Literal(value[1]) : null);
    }

    /// <summary>The value as Keras's operation takes it; false where it has none for it.</summary>
    public bool TryConvert(object? value, out object? converted)
    {
        converted = value is null ? null : Kind switch
        {
            "dtype" => value is string name && DTypes.TryParse(name, out _) ? name : null,
            "lower" => (value as string)?.ToLowerInvariant(),
            "layout" => value is "NHWC" or "channels_last" ? "channels_last" : value is "NCHW" or "channels_first" ? "channels_first" : null,
            "root" => value is double or long ? Math.Sqrt(Convert.ToDouble(value, CultureInfo.InvariantCulture)) : null,
            "window" => Window(value),
            "method" => value is long and >= 0 and <= 2 ? new[] { "bilinear", "nearest", "bicubic" }[(long)value] : value is "bilinear" or "nearest" or "bicubic" or "lanczos3" or "lanczos5" ? value : null,
            "sections" => Sections(value),
            "key" => Key(value),
            _ => value,
        };
        return converted is not null == value is not null;
    }

    private static object? Literal(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out long whole) ? whole : double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : text is "true" or "false" ? text == "true" : text.Replace('%', ',');

    /// <summary>Sizes of a pooling window: TensorFlow may say 1 for batch and channels, too.</summary>
    private static object? Window(object value) => value is List<object?> sizes ? sizes switch
    {
        [1L, var height, var width, 1L] => new List<object?> { height, width },
        { Count: 1 or 2 } => sizes,
        _ => null,
    }
    : value as long?;

    /// <summary>Where to split: TensorFlow says the sizes of the parts.</summary>
    private static object? Sections(object value)
    {
        if (value is not List<object?> sizes)
        {
            return value as long?;
        }

        long at = 0;
        return sizes.TrueForAll(size => size is long and >= 0 and <= int.MaxValue) && sizes.Count > 0 ? sizes[..^1].ConvertAll(size => (object?)(at += (long)size!)) : null;
    }

    /// <summary>What stands between brackets: slices are plain objects in these files.</summary>
    private static object? Key(object value)
    {
        object? key = value is List<object?> items ? items.ConvertAll(One) : One(value);
        return IndexConfig.Read(key) is null ? null : key;

        static object? One(object? item) => item is Config map && map.ContainsKey("start") ? new Config { ["class_name"] = "__slice__", ["config"] = map }
            : item is Config other && other.GetValueOrDefault("class_name") is "__ellipsis__" or "Ellipsis" ? new Config { ["class_name"] = "__ellipsis__", ["config"] = new Config() }
            : item;
    }
}
