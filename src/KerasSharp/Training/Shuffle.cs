namespace KerasSharp;

/// <summary>How an epoch orders samples: true, false, or <c>"batch"</c> to keep batches together.</summary>
public readonly record struct Shuffle
{
    private Shuffle(bool samples, bool batches) => (Samples, Batches) = (samples, batches);

    /// <summary>Whether samples are shuffled.</summary>
    public bool Samples { get; }

    /// <summary>Whether whole batches are shuffled.</summary>
    public bool Batches { get; }

    /// <summary>Whether samples are shuffled.</summary>
    public static implicit operator Shuffle(bool shuffle) => new(shuffle, false);

    /// <summary><c>"batch"</c>.</summary>
    /// <exception cref="ArgumentException">It is another word.</exception>
    public static implicit operator Shuffle(string mode) => mode == "batch" ? new(false, true) : throw new ArgumentException(
        $"Fit: shuffle must be true, false or \"batch\". Received: shuffle=\"{mode}\".", nameof(mode));
}
