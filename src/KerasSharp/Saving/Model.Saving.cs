using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp;

/// <content>Models from configs and files.</content>
public partial class Model
{
    /// <summary>Loads a model that Keras or this library saved: <c>.keras</c>, the folder of one that was unpacked, or HDF5 (<c>.h5</c>, <c>.hdf5</c>). The content says which.</summary>
    /// <remarks>
    /// Nothing in a file is run, and nothing outside it opened: names select from the table of known classes, to which <see cref="KerasSerializableAttribute"/> and
    /// <paramref name="customObjects"/> add your own. A model that was compiled is compiled again, its optimizer with the state that it had, so that <c>Fit</c> goes on.
    /// </remarks>
    /// <param name="path">The file or folder.</param>
    /// <param name="customObjects">Classes and functions of your own by the names that the file has for them.</param>
    /// <param name="compile">Whether to compile the model as it was.</param>
    /// <exception cref="ModelFormatException">The file holds no model, is damaged, or names a class that is not known.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Model Load(string path, CustomObjects? customObjects = null, bool compile = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ModelFile.Load(path, customObjects, compile);
    }

    /// <summary>Loads a model from a stream, which stays open: the rest of it is read.</summary>
    /// <remarks>A stream that can be sought in is read where it is, from where it stands to its end; another one is first copied to memory, 2 GB at most.</remarks>
    /// <param name="stream">The bytes of a <c>.keras</c> or <c>.h5</c> file.</param>
    /// <param name="customObjects">Classes and functions of your own by the names that the file has for them.</param>
    /// <param name="compile">Whether to compile the model as it was.</param>
    /// <exception cref="ModelFormatException">The bytes hold no model, are damaged, or name a class that is not known.</exception>
    public static Model Load(Stream stream, CustomObjects? customObjects = null, bool compile = true)
    {
        using var source = ByteSource.Of(stream);
        return ModelFile.Load(source, customObjects, compile);
    }

    /// <summary>Loads a model from bytes.</summary>
    /// <param name="bytes">The bytes of a <c>.keras</c> or <c>.h5</c> file.</param>
    /// <param name="customObjects">Classes and functions of your own by the names that the file has for them.</param>
    /// <param name="compile">Whether to compile the model as it was.</param>
    /// <exception cref="ModelFormatException">The bytes hold no model, are damaged, or name a class that is not known.</exception>
    public static Model Load(ReadOnlyMemory<byte> bytes, CustomObjects? customObjects = null, bool compile = true)
    {
        using var source = ByteSource.Of(bytes);
        return ModelFile.Load(source, customObjects, compile);
    }

    /// <summary>Saves the model with its weights and, where it is compiled, how, and the state of the optimizer. An old file stays whole until the new one is.</summary>
    /// <param name="path">The file: its name must end in <c>.keras</c>, or in <c>.h5</c> or <c>.hdf5</c> for the format that Keras wrote before version 3.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="includeOptimizer">Whether to write how the model is compiled, and the optimizer's state.</param>
    /// <param name="zipped">Whether <c>.keras</c> is an archive; otherwise it is a folder of the same files.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function.</exception>
    /// <exception cref="IOException">The file cannot be written, or is there and must not be replaced.</exception>
    public void Save(string path, bool overwrite = true, bool includeOptimizer = true, bool zipped = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        ModelFileFormat format = path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase) ? ModelFileFormat.Keras
            : IsHdf5(path) && !path.EndsWith(WeightsFile.Ending, StringComparison.OrdinalIgnoreCase) ? ModelFileFormat.Hdf5
            : throw new ArgumentException($"{Label}: the name of a file of a model must end in \".keras\", or in \".h5\" or \".hdf5\". Received: path=\"{path}\". {WeightsFile.Hint(path)}", nameof(path));
        CheckBuilt("saved");
        CheckOverwrite(path, overwrite);
        if (format == ModelFileFormat.Keras && !zipped)
        {
            AtomicFile.WriteFolder(path, folder => KerasArchive.SaveFolder(this, folder, includeOptimizer));
        }
        else
        {
            AtomicFile.Write(path, stream => ModelFile.Save(this, stream, format, includeOptimizer));
        }
    }

    /// <summary>Saves the model to a stream, which stays open; it need not be able to seek.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">The format.</param>
    /// <param name="includeOptimizer">Whether to write how the model is compiled, and the optimizer's state.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function.</exception>
    public void Save(Stream stream, ModelFileFormat format = ModelFileFormat.Keras, bool includeOptimizer = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckBuilt("saved");
        ModelFile.Save(this, stream, format, includeOptimizer);
    }

    /// <summary>The bytes of the file that <see cref="Save(string, bool, bool, bool)"/> writes.</summary>
    /// <param name="format">The format.</param>
    /// <param name="includeOptimizer">Whether to write how the model is compiled, and the optimizer's state.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function.</exception>
    public byte[] SaveToBytes(ModelFileFormat format = ModelFileFormat.Keras, bool includeOptimizer = true)
    {
        using var stream = new MemoryStream();
        Save(stream, format, includeOptimizer);
        return stream.ToArray();
    }

    private static bool IsHdf5(string path) => path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase);

    private void CheckOverwrite(string path, bool overwrite)
    {
        if (!overwrite && (File.Exists(path) || Directory.Exists(path)))
        {
            throw new IOException($"{Label}: the file is there already. Received: path=\"{path}\", overwrite=false. Choose another name, or pass overwrite: true.");
        }
    }

    /// <summary>Refuses what needs weights where there are none yet.</summary>
    internal void CheckBuilt(string what)
    {
        if (!Built)
        {
            throw new InvalidOperationException($"{Label}: it has no weights yet, so that none can be {what}. Apply it to an input first, or give it an InputLayer.");
        }
    }
}
