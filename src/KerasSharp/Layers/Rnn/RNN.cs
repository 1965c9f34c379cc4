using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Runs a cell, or cells one on top of the other, along a sequence. Any <see cref="RecurrentCell"/> will do, also one of your own.</summary>
/// <remarks>
/// Input shape: <c>(batch, time, ...)</c>, and one initial state for each of the cell's if they are given. Output shape: <c>(batch, ...outputSize)</c>, or
/// <c>(batch, time, ...outputSize)</c> with <c>returnSequences</c>; with <c>returnState</c> the last states follow. Weights: those of the cell. Positions whose mask is false
/// leave the states as they are. Cells of this library with their default activations run in one kernel, others in one loop of the compiled function.
/// </remarks>
[KerasSerializable("keras.layers", "RNN")]
public sealed partial class RNN : Recurrent
{
    /// <summary>A layer of one cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="returnSequences">Whether the outputs of all positions are returned.</param>
    /// <param name="returnState">Whether the last states are returned as well.</param>
    /// <param name="goBackwards">Whether to read from the end.</param>
    /// <param name="stateful">Whether the states of a batch are the first ones of the next.</param>
    /// <param name="unroll">Whether to compute position by position, without a loop.</param>
    /// <param name="zeroOutputForMask">Whether outputs are 0, instead of the last one, where the mask is false.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    public RNN(
        RecurrentCell cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false,
        bool zeroOutputForMask = false, Regularizer? activityRegularizer = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(cell, returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer, name, trainable, dtype, new InputSpec(MinNdim: 2))
    {
    }

    /// <summary>A layer of cells one on top of the other.</summary>
    /// <param name="cells">The cells, the lowest first.</param>
    /// <param name="returnSequences">Whether the outputs of all positions are returned.</param>
    /// <param name="returnState">Whether the last states are returned as well.</param>
    /// <param name="goBackwards">Whether to read from the end.</param>
    /// <param name="stateful">Whether the states of a batch are the first ones of the next.</param>
    /// <param name="unroll">Whether to compute position by position, without a loop.</param>
    /// <param name="zeroOutputForMask">Whether outputs are 0, instead of the last one, where the mask is false.</param>
    /// <param name="name">Its name.</param>
    public RNN(
        IReadOnlyList<RecurrentCell> cells, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false,
        bool zeroOutputForMask = false, string? name = null)
        : this(new StackedRNNCells(cells), returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, name: name)
    {
    }

    private protected override bool WritesActivityRegularizer => false;

    private protected override int? FeatureAxis => null;
}
