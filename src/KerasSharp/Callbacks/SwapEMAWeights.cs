namespace KerasSharp.Callbacks;

/// <summary>
/// Puts the moving averages of the weights, which an optimizer with <c>useEma</c> keeps, in the place of the weights while the model is evaluated or predicts with this callback, and takes the
/// weights back afterwards. Before the first step there are no averages, and nothing is exchanged.
/// </summary>
/// <param name="swapOnEpoch">Whether averages stand in the model from the end of an epoch to the beginning of the next as well, so that callbacks behind this one, as <see cref="ModelCheckpoint"/>, save them.</param>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    private bool _swapped;

    /// <inheritdoc/>
    public override bool ReadsBatchLogs => false;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, IDictionary<string, double> logs)
    {
        if (swapOnEpoch)
        {
            PutAverages(false);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> logs)
    {
        if (swapOnEpoch)
        {
            PutAverages(true);
        }
    }

    /// <inheritdoc/>
    public override void OnTestBegin(IDictionary<string, double> logs) => PutAverages(true);

    /// <inheritdoc/>
    public override void OnTestEnd(IDictionary<string, double> logs) => PutAverages(false);

    /// <inheritdoc/>
    public override void OnPredictBegin(IDictionary<string, double> logs) => PutAverages(true);

    /// <inheritdoc/>
    public override void OnPredictEnd(IDictionary<string, double> logs) => PutAverages(false);

    /// <summary>The optimizer is about to overwrite the weights with what stands in the averages' places: the weights of the last step, if they were exchanged.</summary>
    internal override void OnLastStepTaken()
    {
        if (_swapped)
        {
            foreach ((Variable weight, Variable average) in Model.Optimizer!.MovingAverages)
            {
                average.Assign(weight.Value);
            }

            _swapped = false;
        }
    }

    private void PutAverages(bool wanted)
    {
        if (_swapped == wanted)
        {
            return;
        }

        Optimizer optimizer = Model.Optimizer is { KeepsMovingAverages: true } keeper ? keeper : throw new InvalidOperationException(
            $"SwapEMAWeights: the optimizer must keep moving averages of the weights. Received: {(Model.Optimizer is { } other ? $"{other.GetType().Name} '{other.Name}' without them" : "a model that is not compiled")}. "
            + "Make it with useEma, as in new Adam(useEma: true).");
        if (!optimizer.Built || optimizer.Iterations.Value.Item() == 0)
        {
            return;
        }

        foreach ((Variable weight, Variable average) in optimizer.MovingAverages)
        {
            Tensor kept = weight.Value;
            weight.Assign(average.Value);
            average.Assign(kept);
        }

        _swapped = wanted;
    }
}
