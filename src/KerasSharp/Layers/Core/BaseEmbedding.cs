using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that look up rows of a table. The documentation of each says what the arguments mean.</summary>
[WritesConfig(
    "input_dim", "output_dim", "embeddings_initializer", "embeddings_regularizer", "embeddings_constraint", "mask_zero", "quantization_config", "lora_rank", "lora_alpha")]
public abstract class BaseEmbedding : Layer
{
    private LowRankAddition? _lora;

    private protected BaseEmbedding(
        int inputDim, int outputDim, Initializer? embeddingsInitializer, Regularizer? embeddingsRegularizer, Constraint? embeddingsConstraint, bool maskZero,
        Regularizer? activityRegularizer, Config? quantizationConfig, int? loraRank, double? loraAlpha, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype, activityRegularizer)
    {
        string owner = KerasName;
        InputDim = Arguments.AtLeast(1, inputDim, nameof(inputDim), owner);
        OutputDim = Arguments.AtLeast(1, outputDim, nameof(outputDim), owner);
        EmbeddingsInitializer = embeddingsInitializer ?? "uniform";
        EmbeddingsRegularizer = embeddingsRegularizer;
        EmbeddingsConstraint = embeddingsConstraint;
        MaskZero = maskZero;
        QuantizationConfig = Arguments.Unquantized(quantizationConfig, owner);
        LoraRank = loraRank is { } rank ? Arguments.AtLeast(1, rank, nameof(loraRank), owner) : null;
        LoraAlpha = loraAlpha ?? loraRank;
    }

    /// <summary>Number of rows.</summary>
    public int InputDim { get; }

    /// <summary>Size of a row.</summary>
    public int OutputDim { get; }

    /// <summary>First values of the table.</summary>
    public Initializer EmbeddingsInitializer { get; }

    /// <summary>A penalty on the table.</summary>
    public Regularizer? EmbeddingsRegularizer { get; }

    /// <summary>What the table is brought to after each update.</summary>
    public Constraint? EmbeddingsConstraint { get; }

    /// <summary>Whether 0 is padding.</summary>
    public bool MaskZero { get; }

    /// <summary>Null: quantisation is not there yet.</summary>
    public Config? QuantizationConfig { get; }

    /// <summary>Rank of the low-rank addition that is trained instead of the table; null for none.</summary>
    public int? LoraRank { get; private set; }

    /// <summary>The addition is scaled by this over the rank.</summary>
    public double? LoraAlpha { get; private set; }

    /// <summary>The table; null before the layer is built.</summary>
    public Variable? Embeddings { get; private set; }

    /// <inheritdoc/>
    protected internal override Variable? MainKernel => Embeddings;

    /// <summary>The table with its addition.</summary>
    private protected Tensor Table => _lora is null ? Embeddings!.Value : _lora.AddTo(Embeddings!.Value);

    private protected override bool WritesActivityRegularizer => true;

    private protected override bool CastsInput => false;

    private protected override bool PassesMask => MaskZero;

    private protected override bool HandlesMask => true;

    /// <summary>Freezes the table and trains a low-rank addition to it instead (Hu et al. 2021): <c>enable_lora</c>.</summary>
    /// <param name="rank">Rank of the addition, at least 1.</param>
    /// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> when not given.</param>
    /// <param name="bInitializer">First values of the second factor; <c>"zeros"</c> when not given.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or has an addition.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null)
    {
        _lora = EnableLowRank(_lora, rank, loraAlpha, aInitializer, bInitializer, "embeddings");
        (LoraRank, LoraAlpha) = (rank, loraAlpha ?? rank);
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["input_dim"] = InputDim;
        config["output_dim"] = OutputDim;
        config["embeddings_initializer"] = EmbeddingsInitializer.ToConfigValue();
        config["embeddings_regularizer"] = EmbeddingsRegularizer?.ToConfigValue();
        WriteAbsentActivityRegularizer(config);
        config["embeddings_constraint"] = EmbeddingsConstraint?.ToConfigValue();
        config["mask_zero"] = MaskZero;
        config["quantization_config"] = QuantizationConfig;
        return LowRankAddition.Write(config, LoraRank, LoraAlpha);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Embeddings = AddWeight("embeddings", [InputDim, OutputDim], EmbeddingsInitializer, regularizer: EmbeddingsRegularizer, constraint: EmbeddingsConstraint, autocast: false);
        _lora = LoraRank is { } rank ? AddLowRank(Embeddings, rank, LoraAlpha!.Value, "embeddings") : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        Tensor indices = Prim.Convert(inputs, DType.Int32), rows = Prim.Convert(Prim.Gather(Embeddings!.Value, indices, 0), ComputeDType);
        return _lora is null ? rows : Prim.Add(rows, _lora.RowsAt(indices));
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return MaskZero ? Ops.NotEqual(arguments.Inputs[0], 0) : null;
    }
}
