using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Attention of several heads (Vaswani et al. 2017, "Attention is all you need", section 3.2).</summary>
/// <remarks>
/// Inputs: query <c>(batch, T, dim)</c>, value <c>(batch, S, dim)</c>, key <c>(batch, S, dim)</c> or the value; there may be several axes of positions. Output shape: <c>(batch, T, outputShape)</c>, the
/// query's last size when not given. Weights: kernel and bias of <c>query</c>, <c>key</c>, (<c>gate</c>,) <c>value</c> <c>(dim, heads, depth)</c> and of
/// <c>attention_output</c> <c>(heads, valueDim, ...)</c>.
/// </remarks>
/// <param name="numHeads">Number of heads.</param>
/// <param name="keyDim">Depth of queries and keys in each head.</param>
/// <param name="valueDim">Depth of values in each head; that of keys when not given.</param>
/// <param name="dropout">Part of the attention weights that is dropped in training.</param>
/// <param name="useBias">Whether the projections have biases.</param>
/// <param name="outputShape">Last sizes of the output.</param>
/// <param name="attentionAxes">Axes that are attended over; all but batch and features when not given.</param>
/// <param name="slidingWindow">A position sees others less than this far away.</param>
/// <param name="flashAttention">True refuses what a kernel without a table of scores cannot do (dropout, returned scores); such a kernel is used wherever it can be in any case.</param>
/// <param name="kernelInitializer">First values of the kernels; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the biases; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernels.</param>
/// <param name="biasRegularizer">A penalty on the biases.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What kernels are brought to after each update.</param>
/// <param name="biasConstraint">What biases are brought to after each update.</param>
/// <param name="useGate">Whether a gate, made of the query, scales what was attended.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or dropout is not between 0 and 1.</exception>
/// <exception cref="ArgumentException">Flash attention is asked for with dropout.</exception>
[KerasSerializable("keras.layers", "MultiHeadAttention")]
public sealed partial class MultiHeadAttention(
    int numHeads, int keyDim, int? valueDim = null, double dropout = 0.0, bool useBias = true, Sizes? outputShape = null, Sizes? attentionAxes = null,
    int? slidingWindow = null, [ConfigName(Omit = true)] bool? flashAttention = null, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, bool useGate = false, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : HeadAttention(
        new HeadSizes(
            Arguments.AtLeast(1, numHeads, nameof(numHeads), nameof(MultiHeadAttention)), numHeads, Arguments.AtLeast(1, keyDim, nameof(keyDim), nameof(MultiHeadAttention)),
            Arguments.AtLeast(1, valueDim ?? keyDim, nameof(valueDim), nameof(MultiHeadAttention)), outputShape is null ? null : Shape.Of([.. outputShape]), attentionAxes),
        dropout, useBias, slidingWindow, flashAttention, kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint,
        biasConstraint, useGate, seed, name, trainable, dtype)
{
    /// <summary>Number of heads.</summary>
    public int NumHeads { get; } = numHeads;

    /// <summary>Depth of queries and keys in each head.</summary>
    public int KeyDim { get; } = keyDim;

    /// <summary>Depth of values in each head.</summary>
    public int ValueDim { get; } = valueDim ?? keyDim;

    /// <summary>Last sizes of the output; null for the query's.</summary>
    public Sizes? OutputShape { get; } = outputShape is null ? null : Sizes.Create([.. outputShape]);

    /// <summary>Axes that are attended over; null for all but batch and features, until the layer is built.</summary>
    public Sizes? AttentionAxes { get; private set; } = attentionAxes is null ? null : Sizes.Create([.. attentionAxes]);

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        base.Build(inputs);
        AttentionAxes ??= Enumerable.Range(1, inputs[0].Rank - 2).ToArray();
    }
}
