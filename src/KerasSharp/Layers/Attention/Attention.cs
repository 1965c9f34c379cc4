using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Attention by products (Luong et al. 2015), or by sums through tanh with one weight.</summary>
/// <remarks>
/// Inputs: a list of query <c>(batch, T, dim)</c>, value <c>(batch, S, valueDim)</c> and key <c>(batch, S, dim)</c> or the value. Output shape: <c>(batch, T, valueDim)</c>, and
/// the weights <c>(batch, T, S)</c> if asked for. Weights: <c>scale ()</c> with <c>useScale</c>, <c>concat_score_weight ()</c> with the score mode <c>"concat"</c>.
/// </remarks>
/// <param name="useScale">Whether the scores have a scale that is trained.</param>
/// <param name="scoreMode"><c>"dot"</c>: the products of queries and keys; <c>"concat"</c>: the sum over features of tanh(query + key).</param>
/// <param name="dropout">Part of the attention weights that is dropped in training.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">The score mode is unknown.</exception>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is not between 0 and 1.</exception>
[KerasSerializable("keras.layers", "Attention")]
public sealed partial class Attention(
    bool useScale = false, string scoreMode = "dot", double dropout = 0.0, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseAttention(scoreMode == "dot", useScale, dropout, seed, name, trainable, dtype)
{
    private readonly string _scoreMode = scoreMode is "dot" or "concat" ? scoreMode : throw new ArgumentException(
        $"Attention: scoreMode must be \"dot\" or \"concat\". Received: scoreMode=\"{scoreMode}\".", nameof(scoreMode));

    private Variable? _scale, _concatWeight;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckInputs(inputs);
        _scale = UseScale ? AddWeight("scale", [], "ones") : null;
        _concatWeight = _scoreMode == "concat" ? AddWeight("concat_score_weight", [], "ones") : null;
    }

    private protected override Tensor Scale(Tensor query) => _scale is null ? query : Prim.Multiply(query, _scale.Value);

    private protected override Tensor Scores(Tensor query, Tensor key) => _concatWeight is null
        ? Prim.DotGeneral(Scale(query), key, [0], [0], [2], [2])
        : Prim.Multiply(SumOfTanh(query, key, _scale?.Value, null), _concatWeight.Value);
}
