using System.Text.RegularExpressions;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Conformance.Runners;

/// <summary>Compares files that we wrote with those that Keras wrote of the same model, member by member; versions, dates, and the back end that Keras ran on are left out.</summary>
internal static partial class FileComparison
{
    /// <summary>Compares two archives: the names of members in their order, the config, and the weights' file.</summary>
    public static void Archives(string expected, string found)
    {
        using var theirs = ZipReader.Open(ByteSource.Open(expected));
        using var ours = ZipReader.Open(ByteSource.Open(found));
        Equal("members", string.Join(", ", theirs.Members.Select(m => m.Name)), string.Join(", ", ours.Members.Select(m => m.Name)));
        Equal("metadata.json", string.Join(", ", Json(theirs, "metadata.json").Keys), string.Join(", ", Json(ours, "metadata.json").Keys));
        Configs("config.json", Json(theirs, "config.json"), Json(ours, "config.json"));
        using Hdf5File file = Hdf5File.Open(theirs.Open(theirs.Find("model.weights.h5")!)), again = Hdf5File.Open(ours.Open(ours.Find("model.weights.h5")!));
        Groups("model.weights.h5", file.Root, again.Root);
    }

    /// <summary>Compares two files in HDF5.</summary>
    public static void Hdf5(string expected, string found)
    {
        using Hdf5File theirs = Hdf5File.Open(expected), ours = Hdf5File.Open(found);
        Groups(Path.GetFileName(expected), theirs.Root, ours.Root);
    }

    /// <summary>The first difference of the configs of two models, but for the back end that Keras ran on; null where there is none.</summary>
    public static string? ConfigDifference(Config expected, Config found) => ConfigComparison.Difference(WithoutPython(expected), WithoutPython(found));

    private static Config Json(ZipReader archive, string name) => Config.FromJson(System.Text.Encoding.UTF8.GetString(archive.ReadAll(archive.Find(name)!)));

    private static void Groups(string where, Hdf5Group expected, Hdf5Group found)
    {
        Equal($"{where}: names", Names(expected.Names), Names(found.Names));
        Attributes(where, expected, found);
        foreach ((string name, string ourName) in expected.Names.Zip(found.Names))
        {
            string inside = $"{where}/{name}";
            if (expected.Find(name) is Hdf5Group inner)
            {
                Groups(inside, inner, found.Group(ourName));
                continue;
            }

            Hdf5Dataset dataset = expected.Dataset(name), ours = found.Dataset(ourName);
            Equal(inside, $"{dataset.Type} ({string.Join(", ", dataset.Shape)})", $"{ours.Type} ({string.Join(", ", ours.Shape)})");
            Attributes(inside, dataset, ours);
            byte[] theirs = new byte[dataset.Bytes], bytes = new byte[ours.Bytes];
            dataset.Read(theirs);
            ours.Read(bytes);
            Equal($"{inside}: numbers", true, theirs.AsSpan().SequenceEqual(bytes));
        }
    }

    private static void Attributes(string where, Hdf5Object expected, Hdf5Object found)
    {
        Equal($"{where}: attributes", string.Join(", ", expected.Attributes.Keys.Order(StringComparer.Ordinal)), string.Join(", ", found.Attributes.Keys.Order(StringComparer.Ordinal)));
        foreach ((string name, Hdf5Attribute attribute) in expected.Attributes)
        {
            Hdf5Attribute ours = found.Attributes[name];
            string what = $"{where}: attribute {name}";
            Equal(what, Describe(attribute), Describe(ours));
            if (name is "model_config" or "training_config")
            {
                Configs(what, Config.FromJson(attribute.Text()), Config.FromJson(ours.Text()));
            }
            else if (name is not ("backend" or "keras_version") && attribute.Type.DType == DType.String)
            {
                Equal(what, Names(attribute.Texts()), Names(ours.Texts()));
            }
        }
    }

    /// <summary>Names in one line; variables without a name of their own are numbered as they are made in the process.</summary>
    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => AutomaticName().Replace(name, "variable")));

    [GeneratedRegex(@"^variable_\d+$")]
    private static partial Regex AutomaticName();

    private static string Describe(Hdf5Attribute attribute) => $"{attribute.Type} {(attribute.Shape is null ? "none" : string.Join(" x ", attribute.Shape))}";

    private static void Configs(string what, Config expected, Config found) => Equal(what, null, ConfigDifference(expected, found));

    /// <summary>Optimizers are classes of the back end that Keras ran on, which files name.</summary>
    private static object? WithoutPython(object? value) => value switch
    {
        Config map when map.GetValueOrDefault("module") is string module && module.StartsWith("keras.src.backend.", StringComparison.Ordinal) =>
            new Config(map) { ["module"] = "keras.optimizers", ["registered_name"] = null },
        Config map => new Config(map.Select(item => KeyValuePair.Create(item.Key, WithoutPython(item.Value)))),
        List<object?> list => list.ConvertAll(WithoutPython),
        _ => value,
    };

    private static void Equal(string what, object? expected, object? found)
    {
        if (!Equals(expected, found))
        {
            throw new CaseFailedException($"{what}: {found ?? "null"}, where Keras has {expected ?? "null"}");
        }
    }
}
