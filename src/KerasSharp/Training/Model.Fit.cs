using KerasSharp.Callbacks;
using KerasSharp.Training;

namespace KerasSharp;

/// <content>Training.</content>
public partial class Model
{
    /// <summary>What the last <c>Fit</c> returned.</summary>
    public History? History { get; private set; }

    /// <summary>The training that is going on, or was last, for callbacks that back it up.</summary>
    internal TrainingRun? Run { get; private set; }

    /// <summary>Trains for some epochs.</summary>
    /// <param name="x">Samples: a tensor or array, a list of those, or by input name.</param>
    /// <param name="y">Labels.</param>
    /// <param name="batchSize">Samples in a batch; 32 when not given. The last batch of an epoch may be smaller.</param>
    /// <param name="epochs">Number of the final epoch.</param>
    /// <param name="verbose">0 silent, 1 a progress bar, 2 a line an epoch.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <param name="validationSplit">Part of the samples, from the end, that is kept for validation.</param>
    /// <param name="validationData">Samples and labels for validation.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in another order; <c>"batch"</c> shuffles whole batches.</param>
    /// <param name="classWeight">Weights of the samples of each class.</param>
    /// <param name="sampleWeight">Weights of the samples.</param>
    /// <param name="initialEpoch">Number of the first epoch.</param>
    /// <param name="stepsPerEpoch">Batches in an epoch; all when not given.</param>
    /// <param name="validationSteps">Batches in a validation; all when not given.</param>
    /// <param name="validationBatchSize">Samples in a batch of validation; <paramref name="batchSize"/> when not given.</param>
    /// <param name="validationFreq">Validation after every so many epochs.</param>
    /// <param name="validationSampleWeight">Weights of the samples for validation.</param>
    /// <returns>The logs of all epochs.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">The data is empty, lengths differ, or labels are out of range.</exception>
    public History Fit(
        DataInput x, DataInput? y = null, int? batchSize = null, int epochs = 1, int? verbose = null, IEnumerable<Callback>? callbacks = null,
        double validationSplit = 0, (DataInput X, DataInput Y)? validationData = null, Shuffle? shuffle = null, IReadOnlyDictionary<int, double>? classWeight = null,
        DataInput? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        int validationFreq = 1, DataInput? validationSampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        StepRunner runner = Runner("fit");
        int size = CheckBatchSize(batchSize);
        var data = new FitData(this, x, y, sampleWeight, classWeight);
        int training = SplitAt(data.Samples, validationData is null ? validationSplit : 0);
        FitData? validation = validationData is { } v ? new FitData(this, v.X, v.Y, validationSampleWeight, null) : null;
        BatchPlan plan = data.Plan(0, training, size);
        BatchPlan? validationPlan = validation?.Plan(0, validation.Samples, validationBatchSize ?? size)
            ?? (training < data.Samples ? data.Plan(training, data.Samples - training, validationBatchSize ?? size) : null);
        FitData validationArrays = validation ?? data;

        runner.Prepare(BatchOf(data.X, size, training), BatchOf(data.Y, size, training), train: true);
        if (validation is not null && !validation.X.Select(t => t.Shape[1..]).SequenceEqual(data.X.Select(t => t.Shape[1..])))
        {
            // Sizes that the layers refuse are refused before training, not after its first epoch.
            InferOutputs(BatchOf(validation.X, validationBatchSize ?? size, validation.Samples));
        }

        data.CheckLabels(runner, Label);
        validation?.CheckLabels(runner, Label);
        int steps = stepsPerEpoch ?? plan.Steps;
        int shown = verbose ?? 1;
        var list = new CallbackList(callbacks, addHistory: true, addProgress: shown != 0, this, Parameters(shown, epochs, steps));
        StopTraining = false;
        Optimizer optimizer = runner.Options.Optimizer;
        var feed = new EpochFeed(plan, shuffle ?? true, stepsPerEpoch, () => (long)optimizer.Iterations.Value.Item());
        Run = new TrainingRun(runner, feed) { Epoch = initialEpoch };
        list.TrainBegin();
        IDictionary<string, double> logs = new Dictionary<string, double>();
        for (int epoch = Run.Epoch; epoch < epochs; epoch++)
        {
            Run.Epoch = epoch;
            if (feed.InEpoch == 0)
            {
                // Else a backup restored what the first part of the epoch had.
                runner.ResetMetrics();
            }

            list.EpochBegin(epoch);
            TrainEpoch(runner, feed, data, list, epoch);
            logs = runner.ReadLogs();
            if (validationPlan is not null && (epoch + 1) % validationFreq == 0)
            {
                foreach ((string key, double value) in EvaluateBatches(runner, validationPlan, validationArrays, list, validationSteps))
                {
                    logs["val_" + key] = value;
                }
            }

            list.EpochEnd(epoch, logs);
            if (StopTraining)
            {
                break;
            }
        }

        list.LastStepTaken();
        optimizer.FinalizeVariableValues(TrainableVariables);
        list.TrainEnd(logs);
        return History = list.History!;
    }

    /// <summary>One training step on one batch.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Labels.</param>
    /// <param name="sampleWeight">Weights of the samples.</param>
    /// <param name="classWeight">Weights of the samples of each class.</param>
    /// <returns>Loss and metrics since <see cref="ResetMetrics"/>, by name.</returns>
    public IReadOnlyDictionary<string, double> TrainOnBatch(DataInput x, DataInput? y = null, DataInput? sampleWeight = null, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        StepRunner runner = Runner("train on a batch");
        var data = new FitData(this, x, y, sampleWeight, classWeight);
        runner.Prepare(data.X, data.Y, train: true);
        data.CheckLabels(runner, Label);
        runner.Run(RunKind.Train, data.All, data.X.Length, data.Y.Length);
        return runner.ReadLogs();
    }

    /// <summary>Starts the means of loss and metrics afresh.</summary>
    public void ResetMetrics()
    {
        if (_runner?.Parts is not null)
        {
            _runner.ResetMetrics();
        }
    }

    private void TrainEpoch(StepRunner runner, EpochFeed feed, FitData data, CallbackList list, int epoch)
    {
        bool warned = false;
        Func<IDictionary<string, double>> logs = runner.ReadLogs;
        int executions = runner.Options.StepsPerExecution;
        int step = feed.InEpoch;
        while (feed.TryNext(executions, out Tensor[]? batches, out int count))
        {
            if (list.HasBatchHooks)
            {
                list.BatchBegin(RunKind.Train, step);
            }

            runner.Run(RunKind.Train, batches, data.X.Length, data.Y.Length, count);
            step += count;
            if (!warned && double.IsNaN(runner.Parts!.LossTracker.Read()))
            {
                warned = true;
                string when = count == 1 ? $"step {step}" : $"one of the steps {step - count + 1} to {step}";
                Console.Error.WriteLine(
                    $"Warning: {Label}: the loss is not a number (NaN) from epoch {epoch + 1}, {when} on. Lower the learning rate, clip gradients (clipnorm: 1), or look for NaN in the data; the callback TerminateOnNaN stops there.");
            }

            if (list.HasBatchHooks)
            {
                list.BatchEnd(RunKind.Train, step - 1, logs);
            }

            if (StopTraining)
            {
                break;
            }
        }

        feed.EndEpoch();
    }

    private static Dictionary<string, object?> Parameters(int verbose, int? epochs, int? steps) => new() { ["verbose"] = verbose, ["epochs"] = epochs, ["steps"] = steps };

    /// <summary>Tensors that only tell the shape of a batch.</summary>
    private static Tensor[] BatchOf(Tensor[] arrays, int batchSize, int samples) =>
        Array.ConvertAll(arrays, a => new Tensor(a.Shape.With(0, Math.Min(batchSize, samples)), a.DType, symbol: null));

    private int CheckBatchSize(int? batchSize) => batchSize is < 1
        ? throw new ArgumentOutOfRangeException(nameof(batchSize), $"{Label}: the batch size must be at least 1. Received: batchSize={batchSize}.")
        : batchSize ?? 32;

    /// <summary>Number of samples that are left for training: those at the end are kept for validation.</summary>
    private int SplitAt(int samples, double split)
    {
        if (split == 0)
        {
            return samples;
        }

        int at = split is > 0 and < 1 ? (int)Math.Floor(samples * (1 - split)) : 0;
        return at > 0 && at < samples ? at : throw new ArgumentException(
            $"{Label}: validationSplit must leave samples on both sides. Received: validationSplit={split}, samples={samples}. Give a number between 0 and 1, and more samples.", nameof(split));
    }
}
