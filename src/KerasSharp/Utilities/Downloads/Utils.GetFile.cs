using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp;

/// <content>Files from elsewhere.</content>
public static partial class Utils
{
    /// <summary>
    /// Fetches a file once and keeps it: <c>keras.utils.get_file</c>. It stands in <c>cacheDir/cacheSubdir</c>, <c>~/.keras/datasets</c> when not given; an archive may be unpacked there
    /// as well.
    /// </summary>
    /// <remarks>
    /// A file is moved into place once all of it is there and its checksum is right. Give <paramref name="fileHash"/> wherever it is known: without it, whoever controls the address or the
    /// way to it decides what the file is. Archives are unpacked below their folder and nowhere else: links, devices, and names that lead elsewhere are errors, as is an archive that unpacks to
    /// more than 64 MiB and 100 times its size.
    /// </remarks>
    /// <param name="fname">Name of the file, or of the folder that an archive is unpacked to; the last part of <paramref name="origin"/> when not given. No path.</param>
    /// <param name="origin">The address: <c>https</c>, <c>http</c>, <c>file</c>. It must be given.</param>
    /// <param name="untar">The same as <paramref name="extract"/> with <paramref name="archiveFormat"/> <c>"tar"</c>.</param>
    /// <param name="md5Hash">The same as <paramref name="fileHash"/> with <paramref name="hashAlgorithm"/> <c>"md5"</c>.</param>
    /// <param name="fileHash">Checksum of the file in hexadecimal digits. A file in the cache with another one is fetched again.</param>
    /// <param name="cacheSubdir">Folder within the cache, or a full path.</param>
    /// <param name="hashAlgorithm"><c>"sha256"</c>, <c>"md5"</c>, or <c>"auto"</c> for that which has as many digits.</param>
    /// <param name="extract">Whether to unpack the file.</param>
    /// <param name="archiveFormat">What to unpack: <c>"tar"</c> (<c>.tar</c>, <c>.tar.gz</c>), <c>"zip"</c>, <c>"auto"</c> for either, or a single file packed as <c>.gz</c>; null for nothing.</param>
    /// <param name="cacheDir">The cache; <c>$KERAS_HOME</c>, else <c>~/.keras</c>, when not given.</param>
    /// <param name="forceDownload">Whether to fetch a file that is there already.</param>
    /// <returns>Path of the file; with <paramref name="extract"/> or <paramref name="untar"/> path of the folder that it was unpacked to: <paramref name="fname"/>, or, where that has an
    /// ending, <c>name_extracted</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="origin"/> is missing or of another scheme, <paramref name="fname"/> is a path, or the checksum is none.</exception>
    /// <exception cref="IOException">The file cannot be fetched, or has another checksum.</exception>
    /// <exception cref="ModelFormatException">The archive is damaged or has members that are not unpacked.</exception>
    public static string GetFile(
        string? fname = null, string? origin = null, bool untar = false, string? md5Hash = null, string? fileHash = null, string cacheSubdir = "datasets", string hashAlgorithm = "auto",
        bool extract = false, string? archiveFormat = "auto", string? cacheDir = null, bool forceDownload = false)
    {
        ArgumentNullException.ThrowIfNull(cacheSubdir);
        if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http" or "file"))
        {
            throw new ArgumentException($"GetFile: origin must be an address that begins with https://, http:// or file://. Received: origin={(origin is null ? "null" : $"\"{origin}\"")}.", nameof(origin));
        }

        string name = fname is { Length: > 0 } ? fname : Path.GetFileName(address.AbsolutePath);
        if (!EntryNames.IsFileName(name) || EntryNames.FileFault(name) is not null || name is "." or "..")
        {
            throw new ArgumentException(
                $"GetFile: fname must be the name of a file without a path, given or as the last part of origin. Received: fname={EntryNames.Printed(name)}. Choose the folder by cacheDir and cacheSubdir.", nameof(fname));
        }

        (string? hash, string algorithm) = fileHash is null && md5Hash is not null ? (md5Hash, "md5") : (fileHash, hashAlgorithm);
        _ = hash is null || FileHash.Check(hash, algorithm);
        string folder = Path.Combine(cacheDir ?? FileCache.KerasHome(), cacheSubdir);
        bool hasEnding = fname is not null && name.Contains('.', StringComparison.Ordinal), isArchive = extract || untar;
        string file = Path.Combine(folder, isArchive && !hasEnding ? $"{name}_archive" : name);
        if (forceDownload || !File.Exists(file) || (hash is not null && !FileHash.Matches(file, hash, algorithm)))
        {
            Console.WriteLine($"Downloading data from {origin}");
            try
            {
                FileCache.Fetch(file, () => FileCache.Open(address), hash, algorithm);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
            {
                throw new IOException($"GetFile: {origin} could not be fetched to {file}. {error.Message}", error);
            }
        }

        if (!isArchive)
        {
            return file;
        }

        string target = Path.Combine(folder, hasEnding ? $"{name[..name.IndexOf('.', StringComparison.Ordinal)]}_extracted" : name);
        string[] formats = untar ? ["tar"] : archiveFormat switch { null => [], "auto" => ["tar", "zip", "gz"], _ => [archiveFormat] };
        return formats.Length == 0 || ArchiveExtractor.Extract(file, target, formats)
            ? target
            : throw new ModelFormatException($"GetFile: {file} is no archive of the format {string.Join(" or ", formats)}. Other formats (bzip2, xz, 7z) are not unpacked here.");
    }
}
