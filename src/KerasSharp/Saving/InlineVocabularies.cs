namespace KerasSharp.Saving;

/// <summary>
/// Until it is disposed, configs that are made on this thread hold the vocabularies that layers have learnt. The format from before Keras 3 has no other place for them: Keras leaves them out there, and
/// reads them where they stand in the config.
/// </summary>
internal sealed class InlineVocabularies : IDisposable
{
    [ThreadStatic]
    private static InlineVocabularies? t_current;

    private readonly InlineVocabularies? _outer = t_current;

    private InlineVocabularies()
    {
    }

    /// <summary>Whether configs are to hold them.</summary>
    public static bool AreWanted => t_current is not null;

    /// <summary>Begins.</summary>
    public static InlineVocabularies Enter() => t_current = new InlineVocabularies();

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;
}
