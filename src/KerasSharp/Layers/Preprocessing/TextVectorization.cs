using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Makes numbers of texts: brings each into one form, takes it apart into tokens, and numbers those by a vocabulary, which is given or learnt by <c>Adapt</c>.</summary>
/// <remarks>
/// Input shape: <c>(batch,)</c> or <c>(batch, 1)</c>, text; without <c>split</c> <c>(batch, length)</c>, tokens. Output shape: <c>(batch, outputSequenceLength)</c>, int64, where
/// 0 is padding, 1 an unknown token, and the vocabulary starts at 2; as long as the longest text where no length is given. In other modes <c>(batch, vocabulary)</c>, float32,
/// without a place for padding. No weights. It computes on the host: in functional models once, before the steps.
/// </remarks>
[KerasSerializable("keras.layers", "TextVectorization")]
public sealed partial class TextVectorization : AdaptableLayer
{
    private readonly string? _standardize, _split;
    private readonly Sizes? _ngrams;
    private readonly int? _outputSequenceLength;
    private readonly string _encoding;
    private readonly bool _hasFunction;
    private readonly TextTokenizer _tokenizer;
    private readonly StringLookup _lookup;

    /// <summary>A vectorization.</summary>
    /// <param name="maxTokens">The greatest size of the vocabulary, special tokens included, at least 2.</param>
    /// <param name="standardize"><c>"lower_and_strip_punctuation"</c>, <c>"lower"</c>, <c>"strip_punctuation"</c> (ASCII both), or null to leave texts as they are.</param>
    /// <param name="split"><c>"whitespace"</c>, <c>"character"</c>, or null where texts are tokens already.</param>
    /// <param name="ngrams">Groups of so many neighbours become tokens: a number for groups of up to that, a list for groups of those widths.</param>
    /// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c>, <c>"multi_hot"</c>, <c>"count"</c> or <c>"tf_idf"</c> (counts times weights).</param>
    /// <param name="outputSequenceLength">With <c>"int"</c> the length that texts are cut or padded to.</param>
    /// <param name="padToMaxTokens">Whether vectors have a place for each of <paramref name="maxTokens"/>.</param>
    /// <param name="vocabulary">The tokens, or the path of a file with one on each line.</param>
    /// <param name="idfWeights">With <c>"tf_idf"</c> and a vocabulary the weight of each token.</param>
    /// <param name="sparse">Must be false.</param>
    /// <param name="ragged">Must be false.</param>
    /// <param name="encoding">Must be <c>"utf-8"</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained; there are none.</param>
    /// <param name="dtype">Dtypes, which it has no use for.</param>
    /// <param name="vocabularySize">Size of the vocabulary with special tokens, where it is known before the vocabulary is, as in configs of layers that have learnt it.</param>
    /// <param name="standardizeWith">A function of one's own instead of <paramref name="standardize"/>.</param>
    /// <param name="splitWith">A function of one's own instead of <paramref name="split"/>.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or does not go with another one.</exception>
    public TextVectorization(
        int? maxTokens = null, string? standardize = "lower_and_strip_punctuation", string? split = "whitespace", Sizes? ngrams = null, string outputMode = "int",
        int? outputSequenceLength = null, bool padToMaxTokens = false, Vocabulary<string>? vocabulary = null, double[]? idfWeights = null, bool sparse = false, bool ragged = false,
        string encoding = "utf-8", string? name = null, bool trainable = true, DTypePolicy? dtype = null, int? vocabularySize = null,
        [ConfigName(Omit = true)] Func<string, string>? standardizeWith = null, [ConfigName(Omit = true)] Func<string, IEnumerable<string>>? splitWith = null)
        : base(name, trainable, dtype)
    {
        const string Owner = nameof(TextVectorization);
        _standardize = standardize is null or "lower_and_strip_punctuation" or "lower" or "strip_punctuation" ? standardize : throw new ArgumentException(
            $"{Owner}: standardize must be \"lower_and_strip_punctuation\", \"lower\", \"strip_punctuation\" or null. Received: standardize=\"{standardize}\". For a function use standardizeWith.", nameof(standardize));
        _split = split is null or "whitespace" or "character" ? split : throw new ArgumentException(
            $"{Owner}: split must be \"whitespace\", \"character\" or null. Received: split=\"{split}\". For a function use splitWith.", nameof(split));
        _encoding = StringLookup.CheckEncoding(encoding, Owner);
        if (ngrams is not null && ngrams.Any(n => n < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ngrams), $"{Owner}: ngrams must be at least 1. Received: ngrams=({string.Join(", ", ngrams)}).");
        }

        if (ragged)
        {
            throw new NotSupportedException($"{Owner}: outputs are dense tensors. Received: ragged=true. Leave ragged out: short texts are padded with 0, which Embedding(maskZero: true) masks.");
        }

        CategoricalOutput.CheckSparse(sparse, Owner);
        string mode = CategoricalOutput.CheckMode(outputMode, Owner, "int", "one_hot", "multi_hot", "count", "tf_idf");
        if (outputSequenceLength is { } length && (length < 1 || mode != "int"))
        {
            throw new ArgumentException($"{Owner}: outputSequenceLength must be at least 1, and needs outputMode: \"int\". Received: outputSequenceLength={length}, outputMode=\"{mode}\".", nameof(outputSequenceLength));
        }

        (_ngrams, _outputSequenceLength) = (ngrams, outputSequenceLength);
        _hasFunction = standardizeWith is not null || splitWith is not null;
        _tokenizer = new TextTokenizer(standardize, standardizeWith, split, splitWith, ngrams);
        _lookup = Track(
            new StringLookup(
                maxTokens, maskToken: "", vocabulary: vocabulary, idfWeights: idfWeights, outputMode: mode, padToMaxTokens: padToMaxTokens, encoding: encoding, vocabularySize: vocabularySize),
            "_lookup_layer");
    }

    internal override string? Asset
    {
        get => _lookup.Asset;
        set => _lookup.Asset = value;
    }

    internal override IReadOnlyList<Variable> StoredState => _lookup.StoredState;

    internal override Action? OldState(IReadOnlyList<StoredWeight> stored) => _lookup.OldState(stored);

    internal override bool IsAdaptable => _lookup.IsAdaptable;

    internal override bool RunsOnHost => true;

    /// <summary>The length of rows is that of the longest text of a batch.</summary>
    internal override bool TreatsSamplesAlone(bool training) => false;

    private protected override bool CastsInput => false;

    private protected override DType AssumedInput => DType.String;

    /// <summary>The number of tokens, special ones included: <c>vocabulary_size</c>.</summary>
    public int VocabularySize() => _lookup.VocabularySize();

    /// <summary>The tokens by number: <c>get_vocabulary</c>.</summary>
    /// <param name="includeSpecialTokens">Whether padding and the token of unknown ones are among them.</param>
    public string[] GetVocabulary(bool includeSpecialTokens = true) => _lookup.GetVocabulary(includeSpecialTokens);

    /// <summary>Sets the tokens: <c>set_vocabulary</c>.</summary>
    /// <param name="vocabulary">The tokens, or the path of a file with one on each line.</param>
    /// <param name="idfWeights">With <c>"tf_idf"</c> the weight of each token.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty, has a token twice or too many, or the weights do not fit.</exception>
    public void SetVocabulary(Vocabulary<string> vocabulary, double[]? idfWeights = null) => _lookup.SetVocabulary(vocabulary, idfWeights);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It was given a function, which a file cannot hold.</exception>
    public override Config GetConfig()
    {
        if (_hasFunction)
        {
            throw new NotSupportedException(
                $"{Label}: a function cannot be written to a file. Apply it to the texts before this layer, and take standardize: null or split: null here; or save what stands behind.");
        }

        Config config = base.GetConfig();
        config["max_tokens"] = _lookup.MaxTokens;
        config["standardize"] = _standardize;
        config["split"] = _split;
        config["ngrams"] = _ngrams?.ToConfigValue();
        config["output_mode"] = _lookup.OutputMode;
        config["output_sequence_length"] = _outputSequenceLength;
        config["pad_to_max_tokens"] = _lookup.PadToMaxTokens;
        config["sparse"] = false;
        config["ragged"] = false;
        (config["vocabulary"], config["idf_weights"]) = _lookup.InConfig;
        config["encoding"] = _encoding;
        config["vocabulary_size"] = VocabularySize();
        return config;
    }

    /// <inheritdoc/>
    public override void UpdateState(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckAdaptable();
        (_, int width) = Rows(batch);
        ReadOnlySpan<string> texts = batch.Text;
        Action<ReadOnlySpan<char>> count = _lookup.Counter();
        for (int i = 0; i + width <= texts.Length; i += width)
        {
            _lookup.BeginDocument();
            _tokenizer.Visit(texts.Slice(i, width), count);
        }
    }

    /// <inheritdoc/>
    public override void FinalizeState() => _lookup.FinalizeState();

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _lookup.CheckVocabulary();
        (Shape rows, int width) = Rows(inputs);
        Tensor numbers = HostComputation.Run(this, [inputs], rows.Concat(Shape.Of(_outputSequenceLength ?? -1)), DType.Int64, () => NumbersOf(inputs, rows, width));
        bool isFlat = !_tokenizer.Splits && inputs.Rank < 2 && _lookup.OutputMode == "int" && _outputSequenceLength is null;
        return isFlat ? Ops.Reshape(numbers, inputs.Shape) : _lookup.EncodeDocuments(numbers);
    }

    private protected override void CheckAdaptable() => RequireAdaptable("vocabulary");

    /// <summary>The shape of the documents, and how many texts of the input make one.</summary>
    private (Shape Rows, int Width) Rows(Tensor inputs)
    {
        if (inputs.DType != DType.String)
        {
            throw new ArgumentException($"{Label}: the input must be text. Received: dtype={inputs.DType.Name()}. Declare the input with dtype: DType.String.", nameof(inputs));
        }

        Shape shape = inputs.Shape;
        return shape.Rank < 2 ? (shape, 1)
            : !_tokenizer.Splits ? (shape[..^1], Math.Max(1, shape[^1]))
            : shape[^1] == 1 ? (shape[..^1], 1)
            : throw new ShapeException($"{Label}: to be split, texts must have the shape (batch,) or (batch, 1). Received: inputs.Shape={shape}. Join the texts of a sample, or take split: null.", nameof(inputs));
    }

    /// <summary>A row of numbers for each document, filled up at the end: with the number of padding, or what has no place in vectors.</summary>
    private Tensor NumbersOf(Tensor inputs, Shape rows, int width)
    {
        ReadOnlySpan<string> texts = inputs.Text;
        int count = (int)rows.Count;
        var numbers = new List<long>();
        int[] ends = new int[count];
        Func<ReadOnlySpan<char>, long> numberOf = _lookup.NumberOfPart();
        void Add(ReadOnlySpan<char> token) => numbers.Add(numberOf(token));
        for (int i = 0; i < count; i++)
        {
            _tokenizer.Visit(texts.Slice(i * width, width), Add);
            ends[i] = numbers.Count;
        }

        int length = _outputSequenceLength ?? ends.Select((end, i) => end - (i == 0 ? 0 : ends[i - 1])).DefaultIfEmpty(0).Max();
        var matrix = new long[(long)count * length];
        Array.Fill(matrix, _lookup.OutputMode == "int" ? 0 : -1);
        ReadOnlySpan<long> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(numbers);
        for (int i = 0, start = 0; i < count; start = ends[i++])
        {
            all[start..Math.Min(ends[i], start + length)].CopyTo(matrix.AsSpan(i * length, length));
        }

        return Tensor.From(matrix, rows.Concat(Shape.Of(length)));
    }
}
