using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A row of a table for each integer.</summary>
/// <remarks>Input shape: <c>(batch, ...)</c>, integers. Output shape: <c>(batch, ..., outputDim)</c>. Weights: <c>embeddings (inputDim, outputDim)</c>.</remarks>
/// <param name="inputDim">Number of rows: integers go from 0 to <c>inputDim - 1</c>.</param>
/// <param name="outputDim">Size of a row.</param>
/// <param name="embeddingsInitializer">First values of the table; <c>"uniform"</c> when not given.</param>
/// <param name="embeddingsRegularizer">A penalty on the table.</param>
/// <param name="embeddingsConstraint">What the table is brought to after each update.</param>
/// <param name="maskZero">Whether 0 is padding, that later layers leave out.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="quantizationConfig">Must be null: quantisation is not there yet.</param>
/// <param name="loraRank">Rank of a low-rank addition that is trained instead of the table (Hu et al. 2021); null for none.</param>
/// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
[KerasSerializable("keras.layers", "Embedding")]
public sealed partial class Embedding(
    int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null,
    bool maskZero = false, Regularizer? activityRegularizer = null, Config? quantizationConfig = null, int? loraRank = null, double? loraAlpha = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly int _inputDim = Arguments.AtLeast(1, inputDim, nameof(inputDim), nameof(Embedding));
    private readonly int _outputDim = Arguments.AtLeast(1, outputDim, nameof(outputDim), nameof(Embedding));
    private readonly Initializer _embeddingsInitializer = embeddingsInitializer ?? "uniform";
    private Variable? _embeddings, _loraA, _loraB;

    private protected override bool WritesActivityRegularizer => true;

    private protected override bool CastsInput => false;

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["input_dim"] = _inputDim;
        config["output_dim"] = _outputDim;
        config["embeddings_initializer"] = _embeddingsInitializer.ToConfigValue();
        config["embeddings_regularizer"] = embeddingsRegularizer?.ToConfigValue();
        config["embeddings_constraint"] = embeddingsConstraint?.ToConfigValue();
        config["mask_zero"] = maskZero;
        config["quantization_config"] = quantizationConfig;
        if (loraRank is { } rank)
        {
            config["lora_rank"] = rank;
            config["lora_alpha"] = loraAlpha ?? rank;
        }

        return config;
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        _embeddings = AddWeight("embeddings", [_inputDim, _outputDim], _embeddingsInitializer, regularizer: embeddingsRegularizer, constraint: embeddingsConstraint, autocast: false);
        if (loraRank is { } rank)
        {
            _embeddings.Trainable = false;
            _loraA = AddWeight("lora_embeddings_a", [_inputDim, rank], "he_uniform");
            _loraB = AddWeight("lora_embeddings_b", [rank, _outputDim], "zeros");
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        Tensor indices = Prim.Convert(inputs, DType.Int32), rows = Prim.Convert(Prim.Gather(_embeddings!.Value, indices, 0), ComputeDType);
        if (_loraA is null)
        {
            return rows;
        }

        Tensor addition = Contraction.LastWithFirst(Prim.Gather(_loraA.Value, indices, 0), _loraB!.Value);
        return Prim.Add(rows, Prim.Multiply(addition, (loraAlpha ?? loraRank!.Value) / loraRank!.Value));
    }

    private protected override bool HandlesMask => true;

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        return maskZero ? Prim.NotEqual(x, Prim.Scalar(0, x.DType)) : null;
    }
}
