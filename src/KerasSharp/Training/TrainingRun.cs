using KerasSharp.Utilities;

namespace KerasSharp.Training;

/// <summary>Where a training stands beyond weights and optimizer: what a backup must hold for it to go on with the same bits.</summary>
/// <param name="runner">The steps.</param>
/// <param name="feed">The batches.</param>
internal sealed class TrainingRun(StepRunner runner, EpochFeed feed)
{
    /// <summary>The present epoch; set before the first one, training starts from it.</summary>
    public int Epoch { get; set; }

    /// <summary>Where it stands in the batches.</summary>
    public FeedPlace Place
    {
        get => feed.Place;
        set => feed.Place = value;
    }

    /// <summary>The numbers of loss and metrics since the beginning of the epoch.</summary>
    public double[][] Measures
    {
        get => [.. runner.MetricVariables.Select(variable => variable.Value.ToDoubles())];
        set
        {
            Variable[] variables = [.. runner.MetricVariables];
            if (value.Length != variables.Length || value.Zip(variables).Any(pair => pair.First.Length != pair.Second.Shape.Count))
            {
                throw new ArgumentException($"There must be the numbers of {variables.Length} variables of metrics. Received: {value.Length}, or of other sizes.", nameof(value));
            }

            foreach ((double[] numbers, Variable variable) in value.Zip(variables))
            {
                variable.Assign(Tensor.From(numbers, variable.Shape));
            }
        }
    }
}
