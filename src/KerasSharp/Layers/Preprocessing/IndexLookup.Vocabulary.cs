using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <content>The vocabulary, given or learnt.</content>
public abstract partial class IndexLookup<T>
{
    private const string IdfWeightsName = "idf_weights";
    private readonly Dictionary<T, (long Documents, long Last)> _documents = [];
    private long _documentCount;
    private Dictionary<T, int> _indices = [];
    private T[] _tokens = [];
    private Variable? _idfWeights;

    /// <summary>The vocabulary, a term a line, where it was learnt; one that was given stands in the config.</summary>
    internal override string? Asset
    {
        // As Python prints it, None stands for unknown terms where there is no token for them.
        get => HasLearnt ? string.Join('\n', GetVocabulary().Select((term, i) => i >= OovStart && i < TokenStart && OovToken.Length == 0 ? (object)"None" : term)) : null;
        set => SetTerms(Vocabulary<T>.Parse(value ?? "", OovToken.Length == 0 ? OovStart..TokenStart : default), idfWeights: null, keepsIdfWeights: OutputMode == "tf_idf");
    }

    /// <summary>With the mode <c>"tf_idf"</c> the weights of all places of a vector.</summary>
    internal override IReadOnlyList<Variable> StoredState => _idfWeights is null ? [] : [_idfWeights];

    /// <summary>Keras 2 counted the weights of terms, which the config has too, among those of the layer.</summary>
    internal override Action? OldState(IReadOnlyList<StoredWeight> stored) => OutputMode == "tf_idf" ? () => { } : null;

    /// <summary>What configs hold of terms and their weights: those that were given; with <see cref="InlineVocabularies"/> also those that were learnt.</summary>
    internal (object? Vocabulary, double[]? IdfWeights) InConfig
    {
        get
        {
            if (!HasLearnt || !InlineVocabularies.AreWanted)
            {
                return (_given?.ToConfigValue(), _givenIdfWeights);
            }

            // With the special tokens in front each weight is kept as it is.
            bool hasSpecial = OovToken.Length > 0 || NumOovIndices == 0;
            return (GetVocabulary(hasSpecial), _idfWeights?.Value.ToDoubles()[(hasSpecial ? 0 : TokenStart)..VocabularySize()]);
        }
    }

    /// <summary>Whether there are terms that the config does not hold.</summary>
    private bool HasLearnt => _given is null or { IsFile: true } && _tokens.Length > 0;

    /// <summary>The terms, without special ones, in their order.</summary>
    private protected ReadOnlySpan<T> Tokens => _tokens;

    /// <summary>How often each term has been seen.</summary>
    private protected Dictionary<T, long> Counts { get; } = [];

    /// <summary>The size of the vocabulary with special terms, where it is known.</summary>
    private int? KnownSize => _tokens.Length > 0 ? VocabularySize() : _givenSize;

    /// <summary>The number of terms, special ones included: <c>vocabulary_size</c>.</summary>
    public int VocabularySize() => TokenStart + _tokens.Length;

    /// <summary>The terms by number: <c>get_vocabulary</c>.</summary>
    /// <param name="includeSpecialTokens">Whether mask token and tokens of unknown terms are among them.</param>
    public T[] GetVocabulary(bool includeSpecialTokens = true) => includeSpecialTokens ? [.. SpecialTokens(), .. _tokens] : [.. _tokens];

    /// <summary>Sets the terms: <c>set_vocabulary</c>.</summary>
    /// <param name="vocabulary">The terms, or the path of a file with a term on each line; with the special tokens in front or without.</param>
    /// <param name="idfWeights">With the mode <c>"tf_idf"</c> the weight of each term.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty, has a term twice, a special term where it does not belong, or too many; or the weights do not fit.</exception>
    /// <exception cref="InvalidOperationException">The layer has been used and its outputs would get another size.</exception>
    public void SetVocabulary(Vocabulary<T> vocabulary, double[]? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        SetTerms(vocabulary, idfWeights, keepsIdfWeights: false);
    }

    /// <inheritdoc/>
    internal override void TakeLearnt(Layer other)
    {
        if (other is IndexLookup<T> { HasLearnt: true } learnt && learnt.OutputMode == OutputMode && learnt.TokenStart == TokenStart && _tokens.Length == 0)
        {
            Learn(learnt._tokens, learnt._indices);
            _idfWeights = learnt._idfWeights is { } weights ? Idf(weights.Value) : null;
        }
    }

    /// <summary>Sets the terms, and their weights; or keeps those that are there, as a file holds them beside the weights and the terms elsewhere.</summary>
    private void SetTerms(Vocabulary<T> vocabulary, double[]? idfWeights, bool keepsIdfWeights)
    {
        T[] terms = vocabulary.Terms;
        bool hasSpecial = terms.Length >= TokenStart && terms.Take(TokenStart).SequenceEqual(SpecialTokens());
        T[] tokens = hasSpecial ? terms[TokenStart..] : terms;
        string? wrong = tokens.Length == 0 ? "the vocabulary must not be empty. Received: no term."
            : keepsIdfWeights && _idfWeights is null ? "the file must have its idfWeights. Received: none."
            : OutputMode == "tf_idf" && idfWeights is null && !keepsIdfWeights ? "with outputMode: \"tf_idf\" a vocabulary needs idfWeights. Received: idfWeights=null."
            : OutputMode != "tf_idf" && idfWeights is not null ? $"idfWeights need outputMode: \"tf_idf\". Received: outputMode=\"{OutputMode}\"."
            : idfWeights is not null && idfWeights.Length != terms.Length ? $"there must be as many idfWeights as terms. Received: {idfWeights.Length} weights, {terms.Length} terms."
            : MaxTokens is { } most && TokenStart + tokens.Length > most ? $"the vocabulary must not be larger than maxTokens. Received: {TokenStart + tokens.Length} terms with special ones, maxTokens={most}."
            : null;
        if (wrong is not null)
        {
            throw new ArgumentException($"{Label}: {wrong}", nameof(vocabulary));
        }

        CheckSize(TokenStart + tokens.Length);
        Learn(tokens, IndexOf(tokens));
        if (!keepsIdfWeights)
        {
            _idfWeights = idfWeights is null ? null : Padded(hasSpecial ? [] : Enumerable.Repeat((float)idfWeights.Average(), TokenStart), idfWeights.Select(w => (float)w));
        }
    }

    /// <inheritdoc/>
    public override void UpdateState(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckAdaptable();
        Count(Elements(batch), rowLength: batch.Rank < 2 ? (int)batch.Count : (int)(batch.Count / Math.Max(1, batch.Shape[0])));
    }

    /// <inheritdoc/>
    public override void FinalizeState()
    {
        if (Counts.Count == 0)
        {
            return;
        }

        foreach (T token in (T[])[.. MaskToken, .. OovToken])
        {
            Counts.Remove(token);
        }

        IEnumerable<T> sorted = Counts.OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key, TermOrder).Select(pair => pair.Key);
        T[] tokens = [.. MaxTokens is { } most ? sorted.Take(Math.Max(0, most - TokenStart)) : sorted];
        CheckSize(TokenStart + tokens.Length);
        Learn(tokens, IndexOf(tokens));
        if (OutputMode == "tf_idf")
        {
            float[] weights = Array.ConvertAll(tokens, token => (float)Math.Log(1 + (_documentCount / (1.0 + _documents.GetValueOrDefault(token).Documents))));
            _idfWeights = Padded(Enumerable.Repeat(weights.Length == 0 ? 0 : weights.Average(), TokenStart), weights);
        }

        ResetState();
    }

    /// <inheritdoc/>
    public override void ResetState()
    {
        Counts.Clear();
        _documents.Clear();
        _documentCount = 0;
    }

    /// <summary>The terms of a tensor.</summary>
    private protected abstract ReadOnlySpan<T> Elements(Tensor tensor);

    /// <summary>The order that terms seen equally often stand in, from the last.</summary>
    private protected abstract IComparer<T> TermOrder { get; }

    /// <summary>The number of a term, or -1.</summary>
    private protected int IndexOf(T term) => _indices.TryGetValue(term, out int index) ? index : -1;

    /// <summary>Table of the numbers of terms, for looking them up in another form.</summary>
    private protected Dictionary<T, int> Indices => _indices;

    /// <summary>Called where the terms have changed.</summary>
    private protected virtual void TokensChanged()
    {
    }

    /// <summary>Counts terms that stand in documents of equal length.</summary>
    private protected void Count(ReadOnlySpan<T> terms, int rowLength)
    {
        for (int i = 0; i < terms.Length; i++)
        {
            if (rowLength > 0 && i % rowLength == 0)
            {
                BeginDocument();
            }

            Count(terms[i]);
        }
    }

    /// <summary>From here on terms stand in another document.</summary>
    internal void BeginDocument() => _documentCount++;

    private protected void Count(T term)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Counts, term, out _)++;
        if (OutputMode == "tf_idf")
        {
            ref (long Documents, long Last) seen = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_documents, term, out _);
            seen = seen.Last == _documentCount ? seen : (seen.Documents + 1, _documentCount);
        }
    }

    private IEnumerable<T> SpecialTokens() => (OovStart == 1 ? MaskToken : []).Concat(Enumerable.Repeat(OovToken.Length > 0 ? OovToken[0] : default!, NumOovIndices));

    /// <summary>Where each term stands.</summary>
    /// <exception cref="ArgumentException">A term stands twice, or is a special one.</exception>
    private Dictionary<T, int> IndexOf(T[] tokens)
    {
        var indices = new Dictionary<T, int>(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            if (!indices.TryAdd(tokens[i], TokenStart + i))
            {
                throw new ArgumentException($"{Label}: the vocabulary must have each term once. Received: \"{tokens[i]}\" twice. Leave out what is repeated.", nameof(tokens));
            }
        }

        foreach (T token in (T[])[.. MaskToken, .. Invert ? OovToken : []])
        {
            if (indices.TryGetValue(token, out int at))
            {
                throw new ArgumentException(
                    $"{Label}: special tokens must stand in front of the vocabulary, all of them ({string.Join(", ", SpecialTokens().Take(8).Select(t => $"\"{t}\""))}), or not in it. Received: \"{token}\" at place {at - TokenStart}.", nameof(tokens));
            }
        }

        return indices;
    }

    private void Learn(T[] tokens, Dictionary<T, int> indices)
    {
        (_tokens, _indices) = (tokens, indices);
        TokensChanged();
        ConstantsChanged();
    }

    /// <summary>Refuses another size of outputs that others rely on.</summary>
    private void CheckSize(int size)
    {
        if (OutputMode != "int" && !PadToMaxTokens && (Built || _tokens.Length == 0) && KnownSize is { } known && known != size)
        {
            throw new InvalidOperationException(
                $"{Label}: the size of its vocabulary is the size of its outputs, which must not change. Received: {size} terms with special ones, where there were {known}. Make another layer, or set padToMaxTokens.");
        }
    }

    /// <summary>Weights of all places of a vector; those that no term has are 0.</summary>
    private Variable Padded(IEnumerable<float> front, IEnumerable<float> weights)
    {
        DeferredWeights.Charge($"{Label}: the table of idfWeights", sizeof(float) * Math.Max((long)TokenStart + _tokens.Length, PadToMaxTokens ? MaxTokens!.Value : 0));
        float[] all = [.. front, .. weights];
        return Idf(PadToMaxTokens ? (float[])[.. all, .. new float[Math.Max(0, MaxTokens!.Value - all.Length)]] : all);
    }

    /// <summary>Weights that a file will give, where a config says how many there are.</summary>
    private Variable? ExpectedIdfWeights() => OutputMode == "tf_idf" && _given is null && (PadToMaxTokens ? MaxTokens : _givenSize) is { } size
        ? DeferredWeights.Make(Label, Shape.Of(size), DType.Float32, () => Ops.Zeros(Shape.Of(size)), trainable: false, IdfWeightsName)
        : null;

    private static Variable Idf(Tensor weights) => new(weights, trainable: false, IdfWeightsName);

    private Tensor IdfWeights() => (_idfWeights ?? throw NotAdapted("idfWeights")).Value;
}
