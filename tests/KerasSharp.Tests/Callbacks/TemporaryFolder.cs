namespace KerasSharp.Tests.Callbacks;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kerassharp-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Names of the files inside, at any depth, in order.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
