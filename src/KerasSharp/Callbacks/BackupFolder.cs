using System.Text;
using KerasSharp.Saving;
using KerasSharp.Training;

namespace KerasSharp.Callbacks;

/// <summary>
/// The files of a backup. A new pair is written under other names, the metadata last; only then the old pair is replaced. Where that was interrupted, it is finished before anything is read,
/// so that weights and metadata always belong together.
/// </summary>
internal sealed class BackupFolder(string folder, bool keepsPrevious)
{
    private const string Next = "next.";
    private const long MostMetadata = 1 << 28;
    private readonly string _weights = Path.Combine(folder, "latest.weights.h5"), _metadata = Path.Combine(folder, "training_metadata.json");

    /// <summary>Writes a backup in place of the last one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="run">Where its training stands.</param>
    /// <param name="epoch">The epoch to begin with.</param>
    public void Save(Model model, TrainingRun run, int epoch)
    {
        Directory.CreateDirectory(folder);
        File.Delete(InNext(_metadata));
        model.SaveWeights(InNext(_weights));
        AtomicFile.Write(InNext(_metadata), stream => stream.Write(Encoding.UTF8.GetBytes(BackupMetadata.Of(model, run, epoch).ToJson())));
        Replace();
    }

    /// <summary>Restores the last backup, where there is one; the one before, where that is kept and the last one is damaged.</summary>
    /// <exception cref="ModelFormatException">The backup is damaged, or of another model.</exception>
    public void Restore(Model model, TrainingRun run)
    {
        if (File.Exists(InNext(_metadata)))
        {
            Replace();
        }

        if (!File.Exists(_metadata))
        {
            return;
        }

        try
        {
            Load(model, run, _weights, _metadata);
        }
        catch (Exception error) when (error is ModelFormatException or IOException && File.Exists(Previous(_metadata)))
        {
            Console.Error.WriteLine($"Warning: BackupAndRestore: the last backup in \"{folder}\" cannot be read; the one before is restored. {error.Message}");
            Load(model, run, Previous(_weights), Previous(_metadata));
        }
    }

    /// <summary>Deletes the files, and the folder if nothing else is in it.</summary>
    public void Delete()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string file in new[] { _metadata, _weights }.SelectMany(file => new[] { InNext(file), file, Previous(file) }))
        {
            File.Delete(file);
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static void Load(Model model, TrainingRun run, string weights, string metadata)
    {
        if (new FileInfo(metadata).Length > MostMetadata)
        {
            throw new ModelFormatException($"The backup's file \"{metadata}\" is larger than any that was written.");
        }

        BackupMetadata.Restore(Config.FromJson(File.ReadAllText(metadata)), model, run, () =>
        {
            if (model.Optimizer is { Built: false } optimizer)
            {
                optimizer.Build(model.TrainableVariables);
            }

            model.LoadWeights(weights);
        });
    }

    private void Replace()
    {
        foreach (string file in new[] { _weights, _metadata })
        {
            if (!File.Exists(InNext(file)))
            {
                continue;
            }

            if (keepsPrevious && File.Exists(file))
            {
                File.Move(file, Previous(file), overwrite: true);
            }

            File.Move(InNext(file), file, overwrite: true);
        }
    }

    private static string Previous(string file) => file + ".bkp";

    private static string InNext(string file) => Path.Combine(Path.GetDirectoryName(file)!, Next + Path.GetFileName(file));
}
