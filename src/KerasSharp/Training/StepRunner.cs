using KerasSharp.Callbacks;
using KerasSharp.Graphs;

namespace KerasSharp.Training;

/// <summary>
/// The steps of a compiled model. A training step (forward, loss, gradients, update, metrics, random state) is one function without outputs: what it
/// finds out stands in variables, so that a step that is warm allocates nothing.
/// </summary>
internal sealed class StepRunner(Model model, CompileOptions options)
{
    private readonly Dictionary<(int, int, int, int), Function> _functions = [];
    private readonly Tensor[] _noOutputs = [];

    public CompileOptions Options { get; } = options;

    public CompiledParts? Parts { get; private set; }

    /// <summary>Shapes of the predictions, once known.</summary>
    public Shape[] OutputShapes { get; private set; } = [];

    /// <summary>Builds model, losses, metrics and optimizer for data of these shapes.</summary>
    public void Prepare(Tensor[] x, Tensor[] y, bool train)
    {
        if (Parts is null)
        {
            Tensor[] yPred = model.InferOutputs(x);
            OutputShapes = Array.ConvertAll(yPred, t => t.Shape);
            Parts = new CompiledParts(Options, model.OutputNames(yPred.Length), Array.ConvertAll(y, t => t.Shape), OutputShapes, model.Label);
        }

        if (train && !Options.Optimizer.Built)
        {
            Options.Optimizer.Build(model.TrainableVariables);
        }
    }

    /// <summary>Runs one step over a batch: x, then y, then weights.</summary>
    public void Run(RunKind kind, Tensor[] batch, int x, int y)
    {
        int weights = batch.Length - x - y;
        if (Options.RunEagerly)
        {
            Body(kind, batch, x, y);
            return;
        }

        if (!_functions.TryGetValue(((int)kind, x, y, weights), out Function? function))
        {
            _functions[((int)kind, x, y, weights)] = function = StepFunction(kind, x, y);
        }

        CompiledGraph plan = function.Prepare(batch);
        plan.Run(batch, _noOutputs);
    }

    /// <summary>A function of its own method: its closure is made once, not at each step.</summary>
    private Function StepFunction(RunKind kind, int x, int y) => Function.Compile(
        inputs =>
        {
            Body(kind, inputs, x, y);
            return [];
        },
        $"{model.Name}/{(kind == RunKind.Train ? "train_step" : "test_step")}");

    /// <summary>The numbers of the run so far, sorted by name as Keras has them.</summary>
    public SortedDictionary<string, double> ReadLogs()
    {
        var logs = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string key, Metric metric) in Parts!.Reported)
        {
            logs[key] = metric.Read();
        }

        foreach (Metric metric in model.AllOwnMetrics())
        {
            logs.TryAdd(metric.Name, metric.Read());
        }

        return logs;
    }

    public void ResetMetrics()
    {
        foreach (Metric metric in Parts!.All.Concat(model.AllOwnMetrics()))
        {
            metric.ResetState();
        }
    }

    private void Body(RunKind kind, Tensor[] batch, int x, int y)
    {
        Tensor[] xs = batch[..x], ys = batch[x..(x + y)];
        Tensor?[] weights = batch[(x + y)..];
        if (kind == RunKind.Train)
        {
            model.TrainStep(xs, ys, weights);
        }
        else
        {
            model.TestStep(xs, ys, weights);
        }
    }
}
