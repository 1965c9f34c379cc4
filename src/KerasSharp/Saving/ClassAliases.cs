using System.Text.RegularExpressions;

namespace KerasSharp.Saving;

/// <summary>Keras's other names of layers, as <c>Convolution2D</c> and <c>MaxPool2D</c>, which files written by hand may have.</summary>
internal static partial class ClassAliases
{
    /// <summary>The name of the class; the name itself where it is no alias.</summary>
    public static string Canonical(string className)
    {
        string whole = Pool().Replace(className, match => $"{match.Groups[1]}{(match.Groups[2].Value == "Avg" ? "Average" : match.Groups[2].Value)}Pooling{match.Groups[3]}D");
        return Renamed.GetValueOrDefault(className) ?? Version().Replace(Convolution().Replace(whole, "$1Conv$2D$3"), "");
    }

    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["Deconvolution2D"] = "Conv2DTranspose", ["AtrousConvolution1D"] = "Conv1D", ["AtrousConvolution2D"] = "Conv2D", ["CuDNNLSTM"] = "LSTM", ["CuDNNGRU"] = "GRU",
    };

    [GeneratedRegex("(?<=[a-z])V2$")]
    private static partial Regex Version();

    [GeneratedRegex("^(Global)?(Avg|Max)Pool([123])D$")]
    private static partial Regex Pool();

    [GeneratedRegex("^(Separable)?Convolution([123])D(Transpose)?$")]
    private static partial Regex Convolution();
}
