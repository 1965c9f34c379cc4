using KerasSharp.Training;

namespace KerasSharp.Callbacks;

/// <summary>
/// Backs training up in a folder, and restores it when <c>Fit</c> is called again after it was interrupted: weights, state of the optimizer, epoch, place in the epoch's batches and its
/// measures so far, and where generators of random numbers stand, so that it goes on to the same bits as if nothing had happened.
/// </summary>
/// <remarks>
/// The folder holds <c>latest.weights.h5</c> and <c>training_metadata.json</c>, as Keras writes them (keras/src/callbacks/backup_and_restore.py), and belongs to one training: take another one for
/// another. Both files are replaced together: after a crash at any moment there is a whole backup. A restored run begins with the epoch that was interrupted, and its history with it.
/// Other callbacks start afresh, and so do stateful layers.
/// </remarks>
public sealed class BackupAndRestore : Callback
{
    private readonly BackupFolder _folder;
    private readonly SaveFrequency _frequency;
    private readonly bool _deleteCheckpoint;
    private SaveClock _clock;

    /// <summary>Backs up in a folder.</summary>
    /// <param name="backupDir">The folder; it is made with the first backup.</param>
    /// <param name="saveFreq"><c>"epoch"</c>, or a number of batches.</param>
    /// <param name="doubleCheckpoint">Whether the backup before the last one is kept, as <c>.bkp</c>, and restored where the last one is damaged.</param>
    /// <param name="deleteCheckpoint">Whether the backup is deleted when training has ended. Else the next training starts where this one ended.</param>
    /// <exception cref="ArgumentException">The name of the folder is empty.</exception>
    public BackupAndRestore(string backupDir, SaveFrequency saveFreq = default, bool doubleCheckpoint = false, bool deleteCheckpoint = true)
    {
        ArgumentNullException.ThrowIfNull(backupDir);
        if (backupDir.Length == 0)
        {
            throw new ArgumentException("BackupAndRestore: the folder must have a name. Received: backupDir=\"\".", nameof(backupDir));
        }

        (_frequency, _deleteCheckpoint) = (saveFreq, deleteCheckpoint);
        _folder = new BackupFolder(backupDir, doubleCheckpoint);
        _clock = new SaveClock(saveFreq);
    }

    /// <inheritdoc/>
    public override bool ReadsBatchLogs => false;

    /// <inheritdoc/>
    public override void OnTrainBegin(IDictionary<string, double> logs)
    {
        TrainingRun run = Model.Run!;
        _folder.Restore(Model, run);
        _clock = new SaveClock(_frequency, run.Place.InEpoch - 1);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, IDictionary<string, double> logs)
    {
        if (_clock.IsTime(batch))
        {
            _folder.Save(Model, Model.Run!, Model.Run!.Epoch);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
        if (_frequency.Batches is null)
        {
            _folder.Save(Model, Model.Run!, epoch + 1);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(IDictionary<string, double> logs)
    {
        if (_deleteCheckpoint)
        {
            _folder.Delete();
        }
    }
}
