namespace KerasSharp;

/// <summary><c>keras.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>Makes what follows reproducible: first weights, shuffling, dropout and every other draw without a seed of its own.</summary>
    /// <param name="seed">The seed, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seed"/> is negative.</exception>
    public static void SetRandomSeed(int seed)
    {
        if (seed < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(seed), $"SetRandomSeed: the seed must be 0 or more. Received: seed={seed}.");
        }

        SeedGenerator.SeedAll(seed);
    }

    /// <summary>Starts the numbers of automatic names afresh (<c>keras.utils.clear_session</c>).</summary>
    public static void ClearSession() => Utilities.Naming.ClearSession();
}
