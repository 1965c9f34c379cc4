using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Datasets;

/// <summary>MNIST: 70,000 handwritten digits, 28 x 28 grey pixels (Yann LeCun and Corinna Cortes, CC BY-SA 3.0).</summary>
public static class Mnist
{
    private const string Address = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz";
    private const string Sha256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1";
    private static readonly string[] Parts = ["train", "t10k"];

    /// <summary>
    /// Loads MNIST from Keras's cache, <c>$KERAS_HOME/datasets</c> or <c>~/.keras/datasets</c>; downloads it once if it is not there.
    /// </summary>
    /// <param name="path">File name within the cache, or a full path.</param>
    /// <returns>60,000 digits to train and 10,000 to test: pixels <c>(digits, 28, 28)</c> from 0 to 255, labels 0 to 9.</returns>
    /// <exception cref="IOException">The file is not in the cache and cannot be downloaded.</exception>
    /// <exception cref="ModelFormatException">The file is no archive of the four arrays.</exception>
    public static ((byte[,,] X, byte[] Y) Train, (byte[,,] X, byte[] Y) Test) LoadData(string path = "mnist.npz")
    {
        ArgumentNullException.ThrowIfNull(path);
        return Load(Path.Combine(FileCache.KerasHome(), "datasets", path), Sha256, () => FileCache.Open(new Uri(Address)));
    }

    /// <summary>
    /// Loads the digits of a directory in the original form: <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c>, and
    /// <c>t10k-...</c> likewise, as they are or with <c>.gz</c>. Either part may be missing.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <returns>All digits found, the training part first.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="FileNotFoundException">The directory holds no such files.</exception>
    /// <exception cref="InvalidDataException">A file is not what its name says, or images and labels differ in number.</exception>
    public static (byte[,,] X, byte[] Y) LoadDirectory(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"{directory}: there is no such directory.");
        }

        List<(byte[,,] X, byte[] Y)> parts = [];
        foreach (string part in Parts)
        {
            if (FindFile(directory, $"{part}-images-idx3-ubyte") is not { } images)
            {
                continue;
            }

            string labels = FindFile(directory, $"{part}-labels-idx1-ubyte")
                ?? throw new FileNotFoundException($"{directory}: {Path.GetFileName(images)} has no {part}-labels-idx1-ubyte (or .gz) beside it.");
            (byte[,,] x, byte[] y) = (IdxReader.ReadImages(images), IdxReader.ReadLabels(labels));
            if (x.GetLength(0) != y.Length)
            {
                throw new InvalidDataException($"{directory}: {Path.GetFileName(images)} has {x.GetLength(0)} images but {Path.GetFileName(labels)} {y.Length} labels.");
            }

            if (parts.Count > 0 && (x.GetLength(1), x.GetLength(2)) != (parts[0].X.GetLength(1), parts[0].X.GetLength(2)))
            {
                throw new InvalidDataException($"{directory}: the training and test images differ in size.");
            }

            parts.Add((x, y));
        }

        return parts.Count switch
        {
            0 => throw new FileNotFoundException($"{directory}: no train-images-idx3-ubyte or t10k-images-idx3-ubyte (or .gz) there."),
            1 => parts[0],
            _ => Concatenate(parts[0], parts[1]),
        };
    }

    internal static ((byte[,,] X, byte[] Y) Train, (byte[,,] X, byte[] Y) Test) Load(string path, string sha256, Func<Stream> download)
    {
        if (!File.Exists(path) || !FileHash.Matches(path, sha256))
        {
            Fetch(path, sha256, download);
        }

        using NpzFile archive = NpzFile.Open(path);
        return ((Images(archive, "x_train"), Labels(archive, "y_train")), (Images(archive, "x_test"), Labels(archive, "y_test")));
    }

    private static string? FindFile(string directory, string name)
    {
        // The distribution of some mirrors writes "idx3" after a dot.
        string[] names = [name, name + ".gz", name.Replace("-idx", ".idx", StringComparison.Ordinal)];
        return names.Select(n => Path.Combine(directory, n)).FirstOrDefault(File.Exists);
    }

    private static (byte[,,] X, byte[] Y) Concatenate((byte[,,] X, byte[] Y) a, (byte[,,] X, byte[] Y) b)
    {
        byte[,,] x = new byte[a.Y.Length + b.Y.Length, a.X.GetLength(1), a.X.GetLength(2)];
        Buffer.BlockCopy(a.X, 0, x, 0, a.X.Length);
        Buffer.BlockCopy(b.X, 0, x, a.X.Length, b.X.Length);
        return (x, [.. a.Y, .. b.Y]);
    }

    private static void Fetch(string path, string sha256, Func<Stream> download)
    {
        try
        {
            FileCache.Fetch(path, download, sha256);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"MNIST is not in {path} and could not be downloaded: {e.Message.TrimEnd('.')}. " +
                $"Put mnist.npz from {Address} there, or use SyntheticDigits.LoadData(), which needs no file and no network.", e);
        }
    }

    private static byte[,,] Images(NpzFile archive, string key)
    {
        NpyArray array = archive[key];
        if (array.DType != "u1" || array.Shape.Length != 3)
        {
            throw new ModelFormatException($"mnist.npz: '{key}' must be uint8 with 3 dimensions. Received: {array.DType} ({string.Join(", ", array.Shape)}).");
        }

        byte[,,] images = new byte[array.Shape[0], array.Shape[1], array.Shape[2]];
        Buffer.BlockCopy(array.Data, 0, images, 0, array.Data.Length);
        return images;
    }

    private static byte[] Labels(NpzFile archive, string key)
    {
        NpyArray array = archive[key];
        return array.DType == "u1" && array.Shape.Length == 1
            ? array.Data
            : throw new ModelFormatException($"mnist.npz: '{key}' must be uint8 with 1 dimension. Received: {array.DType} ({string.Join(", ", array.Shape)}).");
    }
}
