using System.IO.Compression;
using System.Text.RegularExpressions;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Configs that Keras 3.16 wrote (<c>keras-configs.zip</c>: <c>model.to_json()</c> of models of all kinds).</summary>
internal static partial class KerasConfigs
{
    private static readonly ZipArchive Written = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Saving", "keras-configs.zip"));

    public static IEnumerable<string> Names => Written.Entries.Select(entry => entry.Name);

    public static string Read(string name)
    {
        lock (Written)
        {
            using var reader = new StreamReader(Written.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }
    }

    /// <summary>JSON without spaces, and without the point of whole numbers: Python keeps 2 and 2.0 apart, configs do not mean different things by them.</summary>
    public static string Plain(string json) => WholeNumber().Replace(Config.FromJson(json).ToJson(), "$1");

    [GeneratedRegex(@"(\d)\.0(?=[,}\]])")]
    private static partial Regex WholeNumber();
}
