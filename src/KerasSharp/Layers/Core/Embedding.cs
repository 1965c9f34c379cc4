using KerasSharp.Constraints;
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
/// <param name="weights">First values of the table as numbers, <c>(inputDim, outputDim)</c>, instead of those of the initializer; files do not hold them here.</param>
/// <param name="loraRank">Rank of a low-rank addition that is trained instead of the table (Hu et al. 2021); null for none.</param>
/// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
/// <param name="quantizationConfig">Must be null: quantisation is not there yet.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
/// <exception cref="ShapeException"><paramref name="weights"/> have another shape.</exception>
[KerasSerializable("keras.layers", "Embedding")]
public sealed partial class Embedding(
    int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null,
    bool maskZero = false, [ConfigName(Omit = true)] Tensor? weights = null, int? loraRank = null, double? loraAlpha = null, Config? quantizationConfig = null,
    Regularizer? activityRegularizer = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseEmbedding(
        inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint, maskZero, activityRegularizer, quantizationConfig, loraRank, loraAlpha,
        name, trainable, dtype)
{
    private readonly Tensor? _weights = weights is null || weights.Shape == Shape.Of(inputDim, outputDim) ? weights : throw new ShapeException(
        $"Embedding: the table must have the shape (inputDim, outputDim). Received: weights.Shape={weights.Shape}, inputDim={inputDim}, outputDim={outputDim}.", nameof(weights));

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        base.Build(input);
        if (_weights is not null)
        {
            Embeddings!.Assign(Ops.Cast(_weights, Embeddings.DType));
        }
    }
}
