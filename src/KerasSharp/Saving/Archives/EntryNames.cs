using System.Buffers;

namespace KerasSharp.Saving;

/// <summary>Names of members of archives, which may lead to nothing but a place below the archive.</summary>
internal static class EntryNames
{
    private const int MostLetters = 4096;

    private static readonly SearchValues<char> Wildcards = SearchValues.Create("<>\"|?*");

    private static readonly HashSet<string> Devices = new(
        [.. (string[])["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"], .. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"COM{i}", $"LPT{i}"])], StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a name; null where it is a plain path with '/' between its parts.</summary>
    public static string? Fault(string name) =>
        name.Length == 0 ? "is empty"
        : name.Length > MostLetters ? $"has {name.Length} letters"
        : name[0] == '/' ? "is absolute"
        : name.Contains('\\', StringComparison.Ordinal) ? "has a backslash"
        : name.Contains(':', StringComparison.Ordinal) ? "has a colon"
        : name.Any(char.IsControl) ? "has a control character"
        : Array.Exists(name.TrimEnd('/').Split('/'), part => part is "." or "..") ? "climbs"
        : name.Contains("//", StringComparison.Ordinal) ? "has an empty part" : null;

    /// <summary>What keeps a plain path from being that of a file on this system: devices of Windows, and names that it cuts; null where nothing does.</summary>
    public static string? FileFault(string name) => OperatingSystem.IsWindows() && Array.Exists(name.Split('/'), part =>
        part.EndsWith('.') || part.EndsWith(' ') || part.AsSpan().ContainsAny(Wildcards) || Devices.Contains(part.Split('.')[0].TrimEnd(' '))) ? "is none that Windows can have" : null;

    /// <summary>Whether a name is that of a file directly beside another: one plain part.</summary>
    public static bool IsFileName(string name) => Fault(name) is null && !name.Contains('/', StringComparison.Ordinal);

    /// <summary>A name for messages, neither long nor with control characters.</summary>
    public static string Printed(string name) => $"'{string.Concat((name.Length > 100 ? name[..100] + "..." : name).Select(c => char.IsControl(c) ? '?' : c))}'";
}
