using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp;

/// <content>Files of weights.</content>
public partial class Model
{
    /// <summary>
    /// Sets the weights from a file that Keras or this library wrote: <c>.weights.h5</c>, several of them by their index (<c>.weights.json</c>), weights in the format before version 3
    /// (<c>.h5</c>), or a whole model; or from safetensors or <c>.npz</c>. The content says which.
    /// The optimizer takes over its state where it has one of the same kind already.
    /// </summary>
    /// <param name="path">The file, or the folder of a model.</param>
    /// <param name="skipMismatch">Whether weights that are missing, superfluous or of another shape are left out; an error otherwise.</param>
    /// <param name="byName">Whether layers are found by their names, and those that only the model or the file has are left out; by their order otherwise. Only files from before version 3 have names.</param>
    /// <returns>What was set and what not.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or a weight is missing, superfluous or of another shape; nothing is changed then.</exception>
    /// <exception cref="ArgumentException"><paramref name="byName"/> is asked of a file that does not have names.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public WeightsReport LoadWeights(string path, bool skipMismatch = false, bool byName = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckBuilt("loaded");
        return WeightsFile.Load(this, path, skipMismatch, byName);
    }

    /// <summary>Sets the weights from a stream, which stays open: the rest of it is read.</summary>
    /// <remarks>A stream that can be sought in is read where it is, from where it stands to its end; another one is first copied to memory, 2 GB at most.</remarks>
    /// <param name="stream">The bytes of a file of weights or of a model.</param>
    /// <param name="skipMismatch">Whether weights that are missing, superfluous or of another shape are left out; an error otherwise.</param>
    /// <param name="byName">Whether layers are found by their names; only files from before version 3 have them.</param>
    /// <returns>What was set and what not.</returns>
    /// <exception cref="ModelFormatException">The bytes are damaged, or a weight is missing, superfluous or of another shape; nothing is changed then.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public WeightsReport LoadWeights(Stream stream, bool skipMismatch = false, bool byName = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckBuilt("loaded");
        using var source = ByteSource.Of(stream);
        return WeightsFile.Load(this, source, skipMismatch, byName);
    }

    /// <summary>Writes the weights to a file. An old file stays whole until the new one is.</summary>
    /// <param name="path">
    /// The file. Its name says the format: <c>.weights.h5</c>, which Keras reads; <c>.weights.json</c> for an index of several such files beside it; <c>.h5</c> or <c>.hdf5</c> for the format
    /// that Keras wrote before version 3; <c>.safetensors</c>; <c>.npz</c>. The first two hold the optimizer's state as well.
    /// </param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="maxShardSize">How many gigabytes (of 2^30 bytes) of weights go into each of several files; 5 when not given. For <c>.weights.json</c> only.</param>
    /// <exception cref="ArgumentException">The name ends otherwise, <paramref name="maxShardSize"/> is given for one file, or a weight is larger than it; or a weight is of bfloat16, for <c>.npz</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxShardSize"/> is 0 or less.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="IOException">The file cannot be written, or is there and must not be replaced.</exception>
    public void SaveWeights(string path, bool overwrite = true, double? maxShardSize = null)
    {
        const double Gigabyte = 1 << 30, UsualShardSize = 5;
        ArgumentNullException.ThrowIfNull(path);
        bool isSharded = path.EndsWith(WeightsFile.IndexEnding, StringComparison.OrdinalIgnoreCase);
        WeightsFileFormat? format = WeightsFile.FormatOf(path);
        if (!isSharded && (format is null || maxShardSize is not null))
        {
            throw new ArgumentException(
                $"{Label}: the name of a file of weights must end in \"{WeightsFile.Ending}\", \".h5\", \".hdf5\", \".safetensors\" or \".npz\", or in \"{WeightsFile.IndexEnding}\" for several files, which maxShardSize needs. Received: path=\"{path}\", maxShardSize={maxShardSize?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}.",
                nameof(path));
        }

        if (maxShardSize is <= 0 or double.NaN)
        {
            throw new ArgumentOutOfRangeException(nameof(maxShardSize), $"{Label}: maxShardSize must be more than 0 gigabytes. Received: maxShardSize={maxShardSize}.");
        }

        CheckBuilt("saved");
        CheckOverwrite(path, overwrite);
        if (isSharded)
        {
            ShardedWriter.Save(this, path, (long)Math.Min((maxShardSize ?? UsualShardSize) * Gigabyte, long.MaxValue / 2));
        }
        else
        {
            AtomicFile.Write(path, stream => WeightsFile.Save(this, stream, format!.Value));
        }
    }

    /// <summary>Writes the weights to a stream, which stays open; it need not be able to seek.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void SaveWeights(Stream stream, WeightsFileFormat format = WeightsFileFormat.Hdf5)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckBuilt("saved");
        WeightsFile.Save(this, stream, format);
    }
}
