using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Attention by sums through tanh (Bahdanau et al. 2015).</summary>
/// <remarks>
/// Inputs: a list of query <c>(batch, T, dim)</c>, value <c>(batch, S, valueDim)</c> and key <c>(batch, S, dim)</c> or the value. Output shape: <c>(batch, T, valueDim)</c>, and
/// the weights <c>(batch, T, S)</c> if asked for. Weights: <c>scale (dim,)</c> with <c>useScale</c>.
/// </remarks>
/// <param name="useScale">Whether each feature has a scale that is trained.</param>
/// <param name="dropout">Part of the attention weights that is dropped in training.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is not between 0 and 1.</exception>
[KerasSerializable("keras.layers", "AdditiveAttention")]
public sealed partial class AdditiveAttention(
    bool useScale = true, double dropout = 0.0, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAttention(productsOnly: false, useScale, dropout, seed, name, trainable, dtype)
{
    private Variable? _scale;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckInputs(inputs);
        _scale = UseScale ? AddWeight("scale", [inputs[0][^1]], "glorot_uniform") : null;
    }

    private protected override Tensor Scores(Tensor query, Tensor key) => SumOfTanh(query, key, null, _scale?.Value);
}
