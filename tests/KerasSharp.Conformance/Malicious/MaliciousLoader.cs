using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>Loads a file of one of the kinds that the cases have.</summary>
internal static class MaliciousLoader
{
    /// <summary>The model; null where the file is an archive that was unpacked.</summary>
    public static Model? Load(string folder, Config item)
    {
        string path = Path.Combine(folder, (string)item["file"]!), kind = (string)item["kind"]!;
        switch (kind)
        {
            case "keras" or "h5" or "dir":
                return Model.Load(path);
            case "weights.h5" or "weights.json" or "npz":
                Model model = Model.FromJson(File.ReadAllText(Path.Combine(folder, item.GetValueOrDefault("into") as string ?? "base_model.json")));
                model.LoadWeights(path);
                return model;
            case "tar" or "gz" or "zip":
                Extract(path);
                return null;
            default:
                throw new NotSupportedException($"files of the kind {kind} are not known");
        }
    }

    private static void Extract(string path)
    {
        string folder = Directory.CreateTempSubdirectory("extracted").FullName;
        try
        {
            if (!ArchiveExtractor.Extract(path, Path.Combine(folder, "inside"), "tar", "gz", "zip"))
            {
                throw new ModelFormatException("The file is no archive.");
            }

            if (Directory.GetFileSystemEntries(folder) is not [string only] || Path.GetFileName(only) != "inside")
            {
                throw new InvalidOperationException("something was unpacked beside the folder");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
