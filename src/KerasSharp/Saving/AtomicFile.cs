namespace KerasSharp.Saving;

/// <summary>Writes files under a temporary name beside the target and moves them into place, so that a crash leaves the old file whole.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path), temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a folder under a temporary name and moves it into place; an old one is moved away first, and removed at last.</summary>
    public static void WriteFolder(string path, Action<string> write)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), temporary = $"{full}.{Guid.NewGuid():N}.tmp", old = $"{full}.{Guid.NewGuid():N}.old";
        Directory.CreateDirectory(temporary);
        try
        {
            write(temporary);
            bool replaces = Directory.Exists(full);
            if (replaces)
            {
                Directory.Move(full, old);
            }

            try
            {
                Directory.Move(temporary, full);
            }
            catch when (replaces)
            {
                Directory.Move(old, full);
                throw;
            }

            if (replaces)
            {
                Directory.Delete(old, recursive: true);
            }
        }
        catch
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            throw;
        }
    }
}
