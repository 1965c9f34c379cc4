using System.Globalization;
using KerasSharp.Saving;

namespace KerasSharp.Tool;

/// <summary>Values of files as they are shown: in short, and without characters that a terminal would obey.</summary>
internal static class Shown
{
    private const int Longest = 200;

    /// <summary>A text of a file.</summary>
    public static string Text(string text)
    {
        string plain = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
        return plain.Length <= Longest ? plain : plain[..Longest] + "...";
    }

    /// <summary>A value of a config; an object by the name of its class.</summary>
    public static string Object(object? value) => value switch
    {
        null => "none",
        string text => Text(text),
        Config map when map.GetValueOrDefault("class_name") is string name => name == "function" && map.GetValueOrDefault("config") is string function ? Text(function) : Text(name),
        Config map => string.Join(", ", map.Select(item => $"{Text(item.Key)}: {Object(item.Value)}")),
        double number => ConfigJson.Write(Short(number)),
        List<object?> list => list.Count == 0 ? "none" : string.Join(", ", list.Select(Object)),
        _ => Text(ConfigJson.Write(value)),
    };

    /// <summary>The shortest number that is the same in single precision, where the number is one of those: Keras writes a learning rate of 0.01 as 0.009999999776482582.</summary>
    private static double Short(double number) => (float)number == number ? double.Parse(((float)number).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : number;

    /// <summary>A value of a config, whole.</summary>
    public static string Json(object? value) => Text(ConfigJson.Write(value));
}
