namespace KerasSharp.Callbacks;

/// <summary>How often a callback saves: <c>"epoch"</c>, after each epoch, or after so many training batches.</summary>
public readonly record struct SaveFrequency
{
    private SaveFrequency(int batches) => Batches = batches;

    /// <summary>Number of batches from one file to the next; null for a file after each epoch.</summary>
    public int? Batches { get; }

    /// <summary>After so many batches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static implicit operator SaveFrequency(int batches) => batches >= 1 ? new(batches) : throw new ArgumentOutOfRangeException(
        nameof(batches), $"saveFreq must be \"epoch\" or a number of batches, at least 1. Received: saveFreq={batches}.");

    /// <summary><c>"epoch"</c>.</summary>
    /// <exception cref="ArgumentException">It is another word.</exception>
    public static implicit operator SaveFrequency(string epoch) => epoch == "epoch" ? default : throw new ArgumentException(
        $"saveFreq must be \"epoch\" or a number of batches, at least 1. Received: saveFreq=\"{epoch}\".", nameof(epoch));
}

/// <summary>Counts batches from one file to the next. Hooks may be called once for several batches; then what is over does not count for the next file, as in Keras.</summary>
/// <param name="frequency">How often to save.</param>
/// <param name="last">Number of the last batch before; -1 where there is none.</param>
internal sealed class SaveClock(SaveFrequency frequency, int last = -1)
{
    private int _seen, _last = last;

    /// <summary>Whether it is time to save after a batch.</summary>
    public bool IsTime(int batch)
    {
        if (frequency.Batches is not { } most)
        {
            return false;
        }

        // A smaller number than the last one belongs to another epoch, or to another training.
        _seen += batch <= _last ? batch + 1 : batch - _last;
        _last = batch;
        if (_seen < most)
        {
            return false;
        }

        _seen = 0;
        return true;
    }
}
