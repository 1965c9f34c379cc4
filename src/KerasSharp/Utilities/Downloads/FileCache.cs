namespace KerasSharp.Utilities;

/// <summary>Files that are fetched once and kept.</summary>
internal static class FileCache
{
    /// <summary>Keras's own folder: <c>$KERAS_HOME</c>, else <c>.keras</c> in the home directory.</summary>
    public static string KerasHome() => Environment.GetEnvironmentVariable("KERAS_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".keras");

    /// <summary>Fetches a file beside the target and moves it into place once its checksum is right, so that a broken one never stands there.</summary>
    /// <param name="path">Where it is to stand.</param>
    /// <param name="open">Opens what it is fetched from.</param>
    /// <param name="hash">Its checksum; any when null.</param>
    /// <param name="algorithm">That of the checksum.</param>
    /// <exception cref="IOException">It has another checksum, or cannot be read or written.</exception>
    public static void Fetch(string path, Func<Stream> open, string? hash, string algorithm = "auto")
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (Stream source = open())
            using (FileStream target = File.Create(temporary))
            {
                source.CopyTo(target);
            }

            if (hash is not null && !FileHash.Matches(temporary, hash, algorithm))
            {
                throw new IOException($"what was fetched for {Path.GetFileName(path)} has another checksum than expected ({hash})");
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Opens what stands at an address.</summary>
    /// <param name="address">An address of the schemes <c>http</c>, <c>https</c> or <c>file</c>.</param>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public static Stream Open(Uri address)
    {
        if (address.IsFile)
        {
            return File.OpenRead(address.LocalPath);
        }

        HttpClient client = new() { Timeout = TimeSpan.FromMinutes(10) };
        HttpResponseMessage response = client.Send(new(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode().Content.ReadAsStream();
    }
}
