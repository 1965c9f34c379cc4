using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// One tensor in NumPy's format <c>.npy</c>, as <c>numpy.save</c> and <c>numpy.load</c> write and read it (versions 1.0 to 3.0): integers, floats of 16, 32 and 64 bits, bools and texts;
/// in either order of bytes and axes where it is read, little-endian and in C order where it is written. Pickled Python objects are never read.
/// </summary>
public static class Npy
{
    /// <summary>Reads a tensor from a file. What stands behind the first array is left, as by <c>numpy.load</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensor: its shape and dtype are those of the array; <c>U</c> and <c>S</c> become text.</returns>
    /// <exception cref="ModelFormatException">The file is no array, is cut off, promises more than it holds, or holds Python objects or other elements than said above.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Tensor Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using ByteSource source = ByteSource.Open(path);
        return Load(source, Path.GetFileName(path));
    }

    /// <summary>Reads the next tensor of a stream, and leaves the stream behind it. A stream that cannot be sought in is read to its end first.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The tensor, as from a file.</returns>
    /// <exception cref="ModelFormatException">As of a file.</exception>
    public static Tensor Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek)
        {
            return NpyElements.Read(stream, stream.Length - stream.Position, "The stream");
        }

        using ByteSource source = ByteSource.Of(stream);
        return Load(source, "The stream");
    }

    /// <summary>Writes a tensor to a file. An old file stays whole until the new one is.</summary>
    /// <param name="path">The file; <c>.npy</c> by custom.</param>
    /// <param name="value">The tensor, of any dtype but bfloat16, which NumPy does not have.</param>
    /// <exception cref="ArgumentException">The tensor is symbolic, or of bfloat16.</exception>
    public static void Save(string path, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        AtomicFile.Write(path, stream => Save(stream, value));
    }

    /// <summary>Writes a tensor to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="value">The tensor, of any dtype but bfloat16, which NumPy does not have.</param>
    /// <exception cref="ArgumentException">The tensor is symbolic, or of bfloat16.</exception>
    public static void Save(Stream stream, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NpyElements.Write(stream, value);
    }

    private static Tensor Load(ByteSource source, string name)
    {
        using var stream = new ByteSourceStream(source);
        return NpyElements.Read(stream, stream.Length, name);
    }
}
