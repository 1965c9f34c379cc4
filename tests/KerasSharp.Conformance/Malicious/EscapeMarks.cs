namespace KerasSharp.Conformance;

/// <summary>Looks for files that a case would write where it must not: their names say so.</summary>
internal sealed class EscapeMarks
{
    private const string Pattern = "*escape-marker*";
    private readonly HashSet<string> _places;
    private readonly HashSet<string> _before;

    public EscapeMarks(string folder)
    {
        _places = [Path.GetTempPath(), Directory.GetCurrentDirectory(), Path.GetPathRoot(Path.GetFullPath(folder))!];
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            _places.Add(at);
        }

        _before = [.. All()];
    }

    /// <summary>What is there now and was not before; null where nothing is.</summary>
    public string? Found() => All().FirstOrDefault(path => !_before.Contains(path)) is { } path ? $"it wrote {path}" : null;

    private IEnumerable<string> All() => _places.SelectMany(place => Directory.EnumerateFileSystemEntries(place, Pattern));
}
