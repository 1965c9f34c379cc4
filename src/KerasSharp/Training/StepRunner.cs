using KerasSharp.Callbacks;
using KerasSharp.Graphs;
using KerasSharp.Layers;
using KerasSharp.Models;

namespace KerasSharp.Training;

/// <summary>
/// The steps of a compiled model. A training step (forward, loss, gradients, update, metrics, random state) is one function without outputs: what it
/// finds out stands in variables, so that a step that is warm allocates nothing.
/// </summary>
internal sealed class StepRunner(Model model, CompileOptions options)
{
    private bool _warnedOfFrozen;
    private int _checkedAt = -1, _constants = Layer.ConstantsVersion;
    private readonly Dictionary<(int, int, int, int, int), Function> _functions = [];
    private readonly Tensor[] _noOutputs = [];

    public CompileOptions Options { get; } = options;

    public CompiledParts? Parts { get; private set; }

    /// <summary>The weights that steps train: those that were trainable at compilation, or as soon as the model was built.</summary>
    public IReadOnlyList<Variable>? Trained { get; private set; } = model.Built ? model.TrainableVariables : null;

    /// <summary>Shapes of the predictions, once known.</summary>
    public Shape[] OutputShapes { get; private set; } = [];

    /// <summary>Builds model, losses, metrics and optimizer for data of these shapes.</summary>
    public void Prepare(Tensor[] x, Tensor[] y, bool train)
    {
        if (Parts is null)
        {
            using HostStage.BehindScope behind = HostStage.Enter(model);
            Tensor[] yPred = model.InferOutputs(x);
            OutputShapes = Array.ConvertAll(yPred, t => t.Shape);
            Parts = new CompiledParts(Options, model.OutputNames(yPred.Length), Array.ConvertAll(y, t => t.Shape), OutputShapes, model.Label);
        }

        Trained ??= model.TrainableVariables;
        if (train)
        {
            if (model.TrainedHostLayer is { } layer)
            {
                throw new InvalidOperationException(
                    $"{model.Label}: {layer.Label} has weights to train, which training does not reach, as layers that run on the host (for text, tables and hashes) depend on it or stand in it, and those run before the steps. Apply such layers to the model's inputs, and layers with weights to their outputs.");
            }

            CheckTrained();
            Options.Optimizer.Build(Trained);
        }
    }

    /// <summary>Forgets what was compiled for the layers that the model had; the optimizer stays.</summary>
    public void Forget()
    {
        _functions.Clear();
        Parts = null;
    }

    /// <summary>
    /// Weights frozen after compilation go on being trained until the model is compiled again, as in Keras: a warning says so. Weights that are new
    /// or gone are an error, as the optimizer's state does not fit them.
    /// </summary>
    private void CheckTrained()
    {
        // Collecting all weights would take longer than a small step: nothing is looked at while no layer anywhere has changed.
        int changes = Layer.Changes;
        if (changes == _checkedAt)
        {
            return;
        }

        IReadOnlyList<Variable> now = model.TrainableVariables, then = Options.Optimizer.BuiltFor ?? Trained!;
        if (now.SequenceEqual(Trained!) && (ReferenceEquals(then, Trained) || now.SequenceEqual(then)))
        {
            _checkedAt = changes;
            return;
        }

        IReadOnlyList<Variable> all = model.Weights;
        Variable? stranger = now.FirstOrDefault(v => !then.Contains(v)) ?? then.FirstOrDefault(v => !all.Contains(v));
        if (stranger is not null)
        {
            throw new InvalidOperationException(
                $"{model.Label}: the weights to train must be those that it was compiled for. Received: {now.Count} trainable weights, where the optimizer was built for {then.Count}; '{stranger.Path}' makes the difference. "
                + "Call Compile again, with a new optimizer, after layers or Trainable have changed.");
        }

        if (!_warnedOfFrozen && !now.SequenceEqual(Trained!))
        {
            _warnedOfFrozen = true;
            Console.Error.WriteLine(
                $"Warning: {model.Label}: Trainable has changed since Compile: {now.Count} weights are trainable now, {Trained!.Count} were then, and those go on being trained. Call Compile again for the change to count.");
        }
    }

    /// <summary>Runs a step over each of some batches, as one function: of each batch x, then y, then weights.</summary>
    public void Run(RunKind kind, Tensor[] batches, int x, int y, int count = 1)
    {
        int weights = (batches.Length / count) - x - y;
        if (Options.RunEagerly || model.RunsUncompiled || Array.Exists(batches, IsText))
        {
            Body(kind, batches, x, y, count);
            return;
        }

        int constants = Layer.ConstantsVersion;
        if (constants != _constants)
        {
            // A layer has learnt another vocabulary, say, which plans hold.
            _functions.Clear();
            _constants = constants;
        }

        if (!_functions.TryGetValue(((int)kind, x, y, weights, count), out Function? function))
        {
            _functions[((int)kind, x, y, weights, count)] = function = StepFunction(kind, x, y, count);
        }

        CompiledGraph plan = function.Prepare(batches);
        plan.Run(batches, _noOutputs);
    }

    /// <summary>A function of its own method: its closure is made once, not at each step.</summary>
    private Function StepFunction(RunKind kind, int x, int y, int count) => Function.Compile(
        inputs =>
        {
            Body(kind, inputs, x, y, count);
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

    /// <summary>What metrics count in.</summary>
    public IEnumerable<Variable> MetricVariables => Metrics.SelectMany(metric => metric.Variables);

    private IEnumerable<Metric> Metrics => Parts!.All.Concat(model.AllOwnMetrics());

    public void ResetMetrics()
    {
        foreach (Metric metric in Metrics)
        {
            metric.ResetState();
        }
    }

    /// <summary>A model that is not functional reads text within its step, which is not compiled then.</summary>
    private static bool IsText(Tensor tensor) => tensor.DType == DType.String;

    private void Body(RunKind kind, Tensor[] batches, int x, int y, int count)
    {
        using HostStage.BehindScope behind = HostStage.Enter(model);
        int width = batches.Length / count;
        for (int i = 0; i < count; i++)
        {
            Step(kind, batches[(i * width)..((i + 1) * width)], x, y);
        }
    }

    private void Step(RunKind kind, Tensor[] batch, int x, int y)
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
