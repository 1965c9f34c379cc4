using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Attention whose heads of keys and values each serve several heads of queries (Ainslie et al. 2023).</summary>
/// <remarks>
/// Inputs: query <c>(batch, T, dim)</c>, value <c>(batch, S, dim)</c>, key <c>(batch, S, dim)</c> or the value. Output shape: <c>(batch, T, dim)</c>. Weights: kernel and bias of
/// <c>query</c> <c>(dim, queryHeads, headDim)</c>, <c>key</c> <c>(dim, keyValueHeads, headDim)</c>, (<c>gate</c>,) <c>value</c> and of <c>attention_output</c>
/// <c>(queryHeads, headDim, dim)</c>.
/// </remarks>
/// <param name="headDim">Depth of each head.</param>
/// <param name="numQueryHeads">Number of heads of queries.</param>
/// <param name="numKeyValueHeads">Number of heads of keys and values; it divides that of queries.</param>
/// <param name="dropout">Part of the attention weights that is dropped in training.</param>
/// <param name="useBias">Whether the projections have biases.</param>
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
/// <exception cref="ArgumentException">The heads do not divide, or flash attention is asked for with dropout.</exception>
[KerasSerializable("keras.layers", "GroupQueryAttention")]
[ConfigOrder("num_key_value_heads", "use_bias", "use_gate", "sliding_window", "dropout")]
public sealed partial class GroupQueryAttention(
    int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0.0, bool useBias = true, int? slidingWindow = null,
    [ConfigName(Omit = true)] bool? flashAttention = null, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, bool useGate = false, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : HeadAttention(
        Sizes(headDim, numQueryHeads, numKeyValueHeads), dropout, useBias, slidingWindow, flashAttention, kernelInitializer, biasInitializer, kernelRegularizer,
        biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, useGate, seed, name, trainable, dtype)
{
    /// <summary>Depth of each head.</summary>
    public int HeadDim { get; } = headDim;

    /// <summary>Number of heads of queries.</summary>
    public int NumQueryHeads { get; } = numQueryHeads;

    /// <summary>Number of heads of keys and values.</summary>
    public int NumKeyValueHeads { get; } = numKeyValueHeads;

    private protected override bool QueryMaskHides => true;

    internal override string KerasName => "GroupedQueryAttention";

    private static HeadSizes Sizes(int headDim, int numQueryHeads, int numKeyValueHeads)
    {
        const string Owner = nameof(GroupQueryAttention);
        Arguments.AtLeast(1, headDim, nameof(headDim), Owner);
        Arguments.AtLeast(1, numQueryHeads, nameof(numQueryHeads), Owner);
        Arguments.AtLeast(1, numKeyValueHeads, nameof(numKeyValueHeads), Owner);
        return numQueryHeads % numKeyValueHeads == 0 ? new HeadSizes(numQueryHeads, numKeyValueHeads, headDim, headDim) : throw new ArgumentException(
            $"{Owner}: numKeyValueHeads must divide numQueryHeads. Received: numQueryHeads={numQueryHeads}, numKeyValueHeads={numKeyValueHeads}.", nameof(numKeyValueHeads));
    }
}
