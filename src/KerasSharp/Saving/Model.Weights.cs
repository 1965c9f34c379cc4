using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp;

/// <content>Files of weights.</content>
public partial class Model
{
    /// <summary>
    /// Sets the weights from a file that Keras or this library wrote: <c>.weights.h5</c>, weights in the format before version 3 (<c>.h5</c>), or a whole model. The content says which.
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
    /// <param name="stream">The bytes of a file of weights or of a model.</param>
    /// <param name="skipMismatch">Whether weights that are missing, superfluous or of another shape are left out; an error otherwise.</param>
    /// <param name="byName">Whether layers are found by their names; only files from before version 3 have them.</param>
    /// <returns>What was set and what not.</returns>
    /// <exception cref="ModelFormatException">The bytes are damaged, or a weight is missing, superfluous or of another shape; nothing is changed then.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public WeightsReport LoadWeights(Stream stream, bool skipMismatch = false, bool byName = false)
    {
        CheckBuilt("loaded");
        using ByteSource source = ReadAll(stream);
        return WeightsFile.Load(this, source, skipMismatch, byName);
    }

    /// <summary>Writes the weights to a file that Keras reads. An old file stays whole until the new one is.</summary>
    /// <param name="path">The file: its name must end in <c>.weights.h5</c>, or in <c>.h5</c> or <c>.hdf5</c> for the format that Keras wrote before version 3, without the optimizer's state.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="IOException">The file cannot be written, or is there and must not be replaced.</exception>
    public void SaveWeights(string path, bool overwrite = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        WeightsFileFormat format = path.EndsWith(WeightsFile.Ending, StringComparison.OrdinalIgnoreCase) ? WeightsFileFormat.Hdf5
            : IsHdf5(path) ? WeightsFileFormat.LegacyHdf5
            : throw new ArgumentException($"{Label}: the name of a file of weights must end in \"{WeightsFile.Ending}\", or in \".h5\" or \".hdf5\". Received: path=\"{path}\".", nameof(path));
        CheckBuilt("saved");
        CheckOverwrite(path, overwrite);
        AtomicFile.Write(path, stream => WeightsFile.Save(this, stream, format));
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
