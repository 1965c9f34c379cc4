namespace KerasSharp.Layers;

/// <summary>The arguments of a lookup layer, handed on to its base. Tokens that are not there are empty arrays.</summary>
internal readonly record struct LookupSettings<T>(
    int? MaxTokens, int NumOovIndices, T[] MaskToken, T[] OovToken, Vocabulary<T>? Vocabulary, double[]? IdfWeights, bool Invert, string OutputMode, bool Sparse, bool PadToMaxTokens,
    string OovMethod, Salt? Salt, int? VocabularySize, string? Name)
    where T : notnull;
