using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// A row of a table for each integer, and back: in reverse, the products of a vector with all rows, which are the logits of a language model (Press and Wolf 2017).
/// </summary>
/// <remarks>
/// Input shape: <c>(batch, ...)</c>, integers, or in reverse <c>(batch, ..., outputDim)</c>. Output shape: <c>(batch, ..., outputDim)</c>, or in reverse
/// <c>(batch, ..., inputDim)</c>. Weights: <c>embeddings (inputDim, outputDim)</c>; <c>reverse_embeddings (outputDim, inputDim)</c> where they are not tied.
/// </remarks>
/// <param name="inputDim">Number of rows: integers go from 0 to <c>inputDim - 1</c>.</param>
/// <param name="outputDim">Size of a row.</param>
/// <param name="tieWeights">Whether the table serves both ways.</param>
/// <param name="embeddingsInitializer">First values of the table; <c>"uniform"</c> when not given.</param>
/// <param name="embeddingsRegularizer">A penalty on the table.</param>
/// <param name="embeddingsConstraint">What the table is brought to after each update.</param>
/// <param name="maskZero">Whether 0 is padding, that later layers leave out.</param>
/// <param name="reverseDtype">Dtype of the way back; that of computation when not given.</param>
/// <param name="logitSoftCap">Bound of the logits: <c>cap * tanh(logits / cap)</c>; null for none.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="quantizationConfig">Must be null: quantisation is not there yet.</param>
/// <param name="loraRank">Rank of a low-rank addition that is trained instead of the table (Hu et al. 2021); null for none.</param>
/// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the bound is not above 0.</exception>
[KerasSerializable("keras.layers", "ReversibleEmbedding")]
public sealed partial class ReversibleEmbedding(
    int inputDim, int outputDim, bool tieWeights = true, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
    Constraint? embeddingsConstraint = null, bool maskZero = false, string? reverseDtype = null, double? logitSoftCap = null, Regularizer? activityRegularizer = null,
    Config? quantizationConfig = null, int? loraRank = null, double? loraAlpha = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseEmbedding(
        inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint, maskZero, activityRegularizer, quantizationConfig, loraRank, loraAlpha,
        name, trainable, dtype)
{
    private readonly double? _logitSoftCap = logitSoftCap is not <= 0 ? logitSoftCap : throw new ArgumentOutOfRangeException(
        nameof(logitSoftCap), $"ReversibleEmbedding: logitSoftCap must be above 0, or null for none. Received: logitSoftCap={logitSoftCap}.");

    private readonly DType? _reverseDtype = reverseDtype is null ? null : DTypes.Parse(reverseDtype);
    private Variable? _reverseEmbeddings;

    /// <summary>The way back: the logits of all integers for a vector.</summary>
    /// <param name="inputs">Vectors <c>(batch, ..., outputDim)</c>.</param>
    /// <returns>Logits <c>(batch, ..., inputDim)</c>.</returns>
    public Tensor Reverse(Tensor inputs) => Invoke(new CallArguments(inputs) { Options = new Dictionary<string, object?> { ["reverse"] = true } })[0];

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        base.Build(input);
        _reverseEmbeddings = tieWeights ? null : AddWeight("reverse_embeddings", [OutputDim, InputDim], EmbeddingsInitializer);
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!IsReverse(arguments))
        {
            return base.Call(arguments);
        }

        Tensor x = arguments.Inputs[0];
        if (x.Shape[^1] >= 0 && x.Shape[^1] != OutputDim)
        {
            throw new ShapeException($"{Label}: in reverse, the last axis of the input must be {OutputDim}, the size of a row. Received: inputs.Shape={x.Shape}.", nameof(arguments));
        }

        DType target = _reverseDtype ?? ComputeDType;
        Tensor kernel = _reverseEmbeddings is null ? Prim.Transpose(Table, [1, 0]) : _reverseEmbeddings.Value;
        Tensor logits = Contraction.LastWithFirst(Prim.Convert(x, target), Prim.Convert(kernel, target));
        return [_logitSoftCap is { } cap ? Prim.Multiply(Prim.Tanh(Prim.Divide(logits, cap)), cap) : logits];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index) => IsReverse(arguments) ? null : base.ComputeMask(arguments, index);

    private static bool IsReverse(CallArguments arguments) => arguments.Option("reverse", false);
}
