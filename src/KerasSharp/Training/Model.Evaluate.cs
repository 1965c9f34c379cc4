using KerasSharp.Callbacks;
using KerasSharp.Training;

namespace KerasSharp;

/// <content>Evaluation.</content>
public partial class Model
{
    /// <summary>Loss and metrics on samples.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Labels.</param>
    /// <param name="batchSize">Samples in a batch; 32 when not given.</param>
    /// <param name="verbose">0 silent, 1 a progress bar, 2 a line.</param>
    /// <param name="sampleWeight">Weights of the samples.</param>
    /// <param name="steps">Batches to take; all when not given.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <returns>Loss and metrics; <see cref="EvaluationResult.Loss"/>, or by name.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public EvaluationResult Evaluate(
        DataInput x, DataInput? y = null, int? batchSize = null, int? verbose = null, DataInput? sampleWeight = null, int? steps = null,
        IEnumerable<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        StepRunner runner = Runner("evaluate");
        int size = CheckBatchSize(batchSize);
        var data = new FitData(this, x, y, sampleWeight, null);
        runner.Prepare(BatchOf(data.X, size, data.Samples), BatchOf(data.Y, size, data.Samples), train: false);
        data.CheckLabels(runner, Label);
        BatchPlan plan = data.Plan(0, data.Samples, size);
        int shown = verbose ?? 1;
        var list = new CallbackList(callbacks, addHistory: false, addProgress: shown != 0, this, Parameters(shown, null, steps ?? plan.Steps));
        IDictionary<string, double> logs = EvaluateBatches(runner, plan, data, list, steps);
        return new EvaluationResult([.. runner.Parts!.Reported.Select(r => r.Key)], logs.ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Loss and metrics of one batch, since <see cref="ResetMetrics"/>.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Labels.</param>
    /// <param name="sampleWeight">Weights of the samples.</param>
    public IReadOnlyDictionary<string, double> TestOnBatch(DataInput x, DataInput? y = null, DataInput? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        StepRunner runner = Runner("test on a batch");
        var data = new FitData(this, x, y, sampleWeight, null);
        runner.Prepare(data.X, data.Y, train: false);
        data.CheckLabels(runner, Label);
        runner.Run(RunKind.Test, data.All, data.X.Length, data.Y.Length);
        return runner.ReadLogs();
    }

    private static SortedDictionary<string, double> EvaluateBatches(StepRunner runner, BatchPlan plan, FitData data, CallbackList list, int? steps)
    {
        runner.ResetMetrics();
        list.TestBegin();
        Func<IDictionary<string, double>> read = runner.ReadLogs;
        int count = Math.Min(steps ?? plan.Steps, plan.Steps);
        int most = runner.Options.StepsPerExecution;
        for (int step = 0, taken; step < count; step += taken)
        {
            taken = Math.Min(most, count - step);
            if (list.HasBatchHooks)
            {
                list.BatchBegin(RunKind.Test, step);
            }

            runner.Run(RunKind.Test, plan.Gather(step, taken), data.X.Length, data.Y.Length, taken);
            if (list.HasBatchHooks)
            {
                list.BatchEnd(RunKind.Test, step + taken - 1, read);
            }
        }

        SortedDictionary<string, double> logs = runner.ReadLogs();
        list.TestEnd(logs);
        return logs;
    }
}
