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
    : BaseEmbedding(
        inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint, maskZero, activityRegularizer, quantizationConfig, loraRank, loraAlpha,
        name, trainable, dtype)
{
}
