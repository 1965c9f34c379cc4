namespace KerasSharp.Conformance;

/// <summary>Finds the case folders under the directories of the command line.</summary>
internal static class CaseFinder
{
    public static IEnumerable<string> Find(IEnumerable<string> folders, string filter, HashSet<string>? only) => folders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "case.json", SearchOption.AllDirectories))
        .Select(file => Path.GetDirectoryName(file)!)
        .Where(folder => Path.GetFileName(folder).Contains(filter, StringComparison.OrdinalIgnoreCase))
        .Where(folder => only is null || only.Contains(Path.GetFileName(folder).Split("__")[0]))
        .Distinct()
        .Order(StringComparer.Ordinal);
}
