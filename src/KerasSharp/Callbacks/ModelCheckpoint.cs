using KerasSharp.Utilities;
using KerasSharp.Utilities.Formatting;

namespace KerasSharp.Callbacks;

/// <summary>Saves the model, or its weights, after epochs or batches: every time, or when a measure has become better.</summary>
/// <remarks>
/// The name of the file may have fields, which are written as Python writes them: <c>{epoch:02d}-{val_loss:.2f}.keras</c>. There are <c>epoch</c>, counted from 1, <c>batch</c>, counted
/// from 1 where files are saved after batches, and what the logs have. Folders are made where they are not there. What is the best value is kept from one <c>Fit</c> to the next.
/// </remarks>
public sealed class ModelCheckpoint : Callback
{
    private const string WeightsEnding = ".weights.h5";
    private readonly FormatTemplate _template;
    private readonly string _filepath;
    private readonly MonitoredMeasure _measure;
    private readonly int _verbose;
    private readonly bool _saveBestOnly, _saveWeightsOnly;
    private readonly SaveFrequency _frequency;
    private readonly SaveClock _clock;
    private double? _best;
    private int _epoch;

    /// <summary>Saves to files of a name.</summary>
    /// <param name="filepath">Name of the file, ending in <c>.weights.h5</c> where only weights are saved, else in <c>.keras</c> or <c>.h5</c>; with fields as above.</param>
    /// <param name="monitor">Name of the measure in the logs, for <paramref name="saveBestOnly"/>.</param>
    /// <param name="verbose">1 to say what is saved.</param>
    /// <param name="saveBestOnly">Whether to save only when the measure is better than ever before.</param>
    /// <param name="saveWeightsOnly">Whether to save weights, with the optimizer's state, instead of the whole model.</param>
    /// <param name="mode"><c>"min"</c>, <c>"max"</c> or <c>"auto"</c>: less is better for a loss, else as the metric says.</param>
    /// <param name="saveFreq"><c>"epoch"</c>, or a number of batches. Measures of batches are means over the epoch so far; they know nothing of validation.</param>
    /// <param name="initialValueThreshold">A value that has to be beaten before anything is saved.</param>
    /// <exception cref="ArgumentException">The name has another ending or a field that cannot be read, or the mode is another one.</exception>
    public ModelCheckpoint(
        string filepath, string monitor = "val_loss", int verbose = 0, bool saveBestOnly = false, bool saveWeightsOnly = false, string mode = "auto",
        SaveFrequency saveFreq = default, double? initialValueThreshold = null)
    {
        ArgumentNullException.ThrowIfNull(filepath);
        ArgumentNullException.ThrowIfNull(monitor);
        bool namesWeights = filepath.EndsWith(WeightsEnding, StringComparison.Ordinal);
        if (saveWeightsOnly ? !namesWeights : namesWeights || !(filepath.EndsWith(".keras", StringComparison.Ordinal) || filepath.EndsWith(".h5", StringComparison.Ordinal)))
        {
            throw new ArgumentException(
                $"ModelCheckpoint: the name of the file must end in {(saveWeightsOnly ? "\".weights.h5\", as only weights are saved" : "\".keras\" or \".h5\", as the whole model is saved (saveWeightsOnly: true saves to \".weights.h5\")")}. Received: filepath=\"{filepath}\".",
                nameof(filepath));
        }

        try
        {
            _template = new FormatTemplate(filepath);
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"ModelCheckpoint: the name of the file cannot be read. {error.Message}.", nameof(filepath), error);
        }

        (_filepath, _verbose, _saveBestOnly, _saveWeightsOnly, _frequency, _best) = (filepath, verbose, saveBestOnly, saveWeightsOnly, saveFreq, initialValueThreshold);
        _measure = new MonitoredMeasure(nameof(ModelCheckpoint), monitor, mode);
        _clock = new SaveClock(saveFreq);
    }

    /// <inheritdoc/>
    public override bool ReadsBatchLogs => _frequency.Batches is not null;

    /// <inheritdoc/>
    public override void OnTrainBegin(IDictionary<string, double> logs) => _measure.Reset();

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, IDictionary<string, double> logs) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, IDictionary<string, double> logs)
    {
        if (_clock.IsTime(batch))
        {
            Save(_epoch, batch, logs);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
        if (_frequency.Batches is null)
        {
            Save(epoch, null, logs);
        }
    }

    private void Save(int epoch, int? batch, IDictionary<string, double> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        string path = PathFor(epoch, batch, logs);
        if (!IsToBeSaved(epoch, logs, path))
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"ModelCheckpoint: the file must not be a folder. Received: \"{path}\", which is one. Give the name of a file in it.");
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        if (_saveWeightsOnly)
        {
            Model.SaveWeights(path);
        }
        else
        {
            Model.Save(path);
        }

        Say($"Epoch {epoch + 1}: finished saving model to {path}");
    }

    /// <summary>Whether this is to be saved; says so, as Keras does (keras/src/callbacks/model_checkpoint.py).</summary>
    private bool IsToBeSaved(int epoch, IDictionary<string, double> logs, string path)
    {
        if (!_saveBestOnly)
        {
            Say($"Epoch {epoch + 1}: saving model to {path}");
            return true;
        }

        if (_measure.Find(logs, out string missing) is not { } current)
        {
            Console.Error.WriteLine($"{missing} Without it every model is saved.");
            return true;
        }

        _measure.Resolve(Model);
        string best = _best is { } value ? new FormatTemplate("{best:.5f}").Format(_ => value) : "None";
        if (!_measure.IsBetter(current, _best))
        {
            Say($"Epoch {epoch + 1}: {_measure.Name} did not improve from {best}");
            return false;
        }

        Say($"Epoch {epoch + 1}: {_measure.Name} improved from {best} to {new FormatTemplate("{current:.5f}").Format(_ => current)}, saving model to {path}");
        _best = current;
        return true;
    }

    private string PathFor(int epoch, int? batch, IDictionary<string, double> logs)
    {
        object? Find(string name) => name == "epoch" ? epoch + 1L : logs.TryGetValue(name, out double value) ? value : name == "batch" && batch is { } b ? b + 1L : null;
        try
        {
            return _template.Format(Find);
        }
        catch (KeyNotFoundException error)
        {
            string[] known = ["epoch", .. batch is null ? (string[])[] : ["batch"], .. logs.Keys];
            throw new KeyNotFoundException(
                $"ModelCheckpoint: the fields of the name of the file must be among {string.Join(", ", known)}. Received: '{error.Message}' in filepath=\"{_filepath}\".{NearestName.Hint(error.Message, known)}",
                error);
        }
        catch (FormatException error)
        {
            throw new FormatException($"ModelCheckpoint: the name of the file cannot be made of filepath=\"{_filepath}\". {error.Message}", error);
        }
    }

    private void Say(string message)
    {
        if (_verbose > 0)
        {
            Console.WriteLine($"\n{message}");
        }
    }
}
