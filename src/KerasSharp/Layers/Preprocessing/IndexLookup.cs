using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that number terms by a vocabulary. The documentation of each says what the arguments mean.</summary>
/// <typeparam name="T">string or long.</typeparam>
[WritesConfig(
    "invert", "max_tokens", "num_oov_indices", "oov_token", "mask_token", "output_mode", "sparse", "pad_to_max_tokens", "vocabulary_dtype", "idf_weights", "vocabulary", "vocabulary_size",
    "oov_method", "salt")]
public abstract partial class IndexLookup<T> : AdaptableLayer
    where T : notnull
{
    private readonly Vocabulary<T>? _given;
    private readonly double[]? _givenIdfWeights;
    private readonly Salt? _salt;
    private readonly int? _givenSize;

    private protected IndexLookup(in LookupSettings<T> settings)
        : base(settings.Name, trainable: true, dtype: null)
    {
        string owner = KerasName;
        MaxTokens = settings.MaxTokens is { } most ? Arguments.AtLeast(2, most, "maxTokens", owner) : null;
        NumOovIndices = Arguments.AtLeast(0, settings.NumOovIndices, "numOovIndices", owner);
        OutputMode = CategoricalOutput.CheckMode(settings.OutputMode, owner, "int", "one_hot", "multi_hot", "count", "tf_idf");
        CategoricalOutput.CheckSparse(settings.Sparse, owner);
        (Invert, PadToMaxTokens, OovMethod, MaskToken, OovToken) = (settings.Invert, settings.PadToMaxTokens, settings.OovMethod, settings.MaskToken, settings.OovToken);
        (_given, _givenIdfWeights, _salt, _givenSize) = (settings.Vocabulary, settings.IdfWeights, settings.Salt, settings.VocabularySize > TokenStart ? settings.VocabularySize : null);
        string? wrong = PadToMaxTokens && MaxTokens is null ? "padToMaxTokens needs maxTokens. Received: padToMaxTokens=true, maxTokens=null."
            : Invert && OutputMode != "int" ? $"invert needs outputMode: \"int\". Received: invert=true, outputMode=\"{OutputMode}\"."
            : OovMethod is not ("floormod" or "farmhash") ? $"oovMethod must be \"floormod\" or \"farmhash\". Received: oovMethod=\"{OovMethod}\"."
            : _salt is not null && typeof(T) == typeof(long) && OovMethod != "farmhash" ? $"a salt needs oovMethod: \"farmhash\". Received: oovMethod=\"{OovMethod}\"."
            : _givenIdfWeights is not null && OutputMode != "tf_idf" ? $"idfWeights need outputMode: \"tf_idf\". Received: outputMode=\"{OutputMode}\"."
            : OutputMode == "tf_idf" && _given is not null && _givenIdfWeights is null ? "with a vocabulary outputMode: \"tf_idf\" needs idfWeights. Received: idfWeights=null."
            : OutputMode == "tf_idf" && _given is { IsFile: true } ? "with outputMode: \"tf_idf\" the vocabulary must be a list. Received: a file."
            : null;
        if (wrong is not null)
        {
            throw Arguments.Wrong($"{owner}: {wrong}", "outputMode");
        }

        Hash = new TextHash(_salt);
        if (_given is not null)
        {
            SetVocabulary(_given, _givenIdfWeights);
        }
        else
        {
            _idfWeights = ExpectedIdfWeights();
        }
    }

    /// <summary>The greatest size of the vocabulary, special tokens included; null where it is not limited.</summary>
    public int? MaxTokens { get; }

    /// <summary>How many numbers unknown terms share.</summary>
    public int NumOovIndices { get; }

    /// <summary>Whether numbers become terms.</summary>
    public bool Invert { get; }

    /// <summary>What is made of the numbers.</summary>
    public string OutputMode { get; }

    /// <summary>Whether vectors have a place for each of <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens { get; }

    internal override bool IsAdaptable => _given is null;

    private protected string OovMethod { get; }

    private protected T[] MaskToken { get; }

    private protected T[] OovToken { get; }

    private protected TextHash Hash { get; }

    private protected override bool CastsInput => false;

    /// <summary>The number of the first unknown term: 0 is the mask's, where it has one.</summary>
    private protected int OovStart => MaskToken.Length > 0 && OutputMode == "int" ? 1 : 0;

    /// <summary>The number of the first term.</summary>
    private protected int TokenStart => OovStart + NumOovIndices;

    /// <summary>The number that stands for the mask token: 0, or none of the places of a vector.</summary>
    private protected int MaskIndex => OutputMode == "int" ? 0 : -1;

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["invert"] = Invert;
        config["max_tokens"] = MaxTokens;
        config["num_oov_indices"] = NumOovIndices;
        config["oov_token"] = OovToken.Length > 0 ? OovToken[0] : null;
        config["mask_token"] = MaskToken.Length > 0 ? MaskToken[0] : null;
        config["output_mode"] = OutputMode;
        config["sparse"] = false;
        config["pad_to_max_tokens"] = PadToMaxTokens;
        if (typeof(T) == typeof(long))
        {
            config["vocabulary_dtype"] = "int64";
        }

        (object? vocabulary, double[]? idfWeights) = InConfig;
        config["idf_weights"] = idfWeights;
        config["vocabulary"] = vocabulary;
        config["vocabulary_size"] = KnownSize;
        config["oov_method"] = OovMethod;
        config["salt"] = _salt?.ToConfigValue();
        return config;
    }

    /// <summary>The output where the layer does not invert: numbers, or what is made of them.</summary>
    private protected Tensor Encode(Tensor indices)
    {
        if (OutputMode == "int")
        {
            return indices;
        }

        Tensor encoded = CategoricalOutput.Encode(this, indices, OutputMode == "tf_idf" ? "count" : OutputMode, Depth(), DType.Float32);
        return OutputMode == "tf_idf" && encoded.Shape.IsStatic ? Prim.Multiply(encoded, IdfWeights()) : encoded;
    }

    /// <summary>Refuses to look up without a vocabulary, where more than shapes is asked for.</summary>
    private protected void RequireVocabulary()
    {
        if (_tokens.Length == 0 && Dispatch.Current is not ShapeInterpreter)
        {
            throw NotAdapted("vocabulary");
        }
    }

    private protected override void CheckAdaptable() => RequireAdaptable("vocabulary");

    /// <summary>A vector is many samples of one term each.</summary>
    private protected override Tensor AsSamples(Tensor data) => data.Rank == 1 ? data.Reinterpret(data.Shape.Insert(1, 1)) : data;

    /// <summary>Places of a vector.</summary>
    private int Depth() => PadToMaxTokens ? MaxTokens!.Value : KnownSize ?? throw NotAdapted("vocabulary");
}
