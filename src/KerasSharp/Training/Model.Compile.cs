using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Training;

namespace KerasSharp;

/// <content>Compilation and the steps that can be overridden.</content>
public partial class Model
{
    private StepRunner? _runner;

    /// <summary>Set by a callback to stop training after the present batch.</summary>
    public bool StopTraining { get; set; }

    /// <summary>The optimizer of <see cref="Compile"/>; null before.</summary>
    public Optimizer? Optimizer => _runner?.Options.Optimizer;

    /// <summary>What <see cref="Compile"/> was given; null before.</summary>
    internal CompileOptions? CompileOptions => _runner?.Options;

    /// <summary>Whether <see cref="Compile"/> has been called.</summary>
    public bool Compiled => _runner is not null;

    /// <summary>Says how the model is trained.</summary>
    /// <param name="optimizer">Optimizer or its name; RMSprop when not given.</param>
    /// <param name="loss">Loss or its name; a list or a dictionary for several outputs.</param>
    /// <param name="metrics">Metrics or names; <c>"accuracy"</c> becomes the one that fits the shapes.</param>
    /// <param name="lossWeights">Weights of the outputs' losses, by output name.</param>
    /// <param name="weightedMetrics">Metrics that take sample weights into account.</param>
    /// <param name="runEagerly">Whether to run operation by operation, for debugging.</param>
    /// <param name="stepsPerExecution">Steps that run as one compiled call; batch hooks are called once for them. What is left of an epoch runs as a smaller group.</param>
    /// <param name="autoScaleLoss">Whether a model of policy "mixed_float16" wraps its optimizer in a <see cref="LossScaleOptimizer"/>, if it is none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepsPerExecution"/> is less than 1.</exception>
    public void Compile(
        Optimizer? optimizer = null, LossArgument? loss = null, MetricArgument? metrics = null, IReadOnlyDictionary<string, double>? lossWeights = null,
        MetricArgument? weightedMetrics = null, bool runEagerly = false, int stepsPerExecution = 1, bool autoScaleLoss = true)
    {
        if (stepsPerExecution < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(stepsPerExecution), $"{Label}: stepsPerExecution must be at least 1. Received: stepsPerExecution={stepsPerExecution}.");
        }

        optimizer ??= "rmsprop";
        if (autoScaleLoss && DtypePolicy.Name == "mixed_float16" && optimizer is not LossScaleOptimizer)
        {
            optimizer = new LossScaleOptimizer(optimizer, name: "loss_scale_optimizer");
        }

        CompileWith(new CompileOptions(optimizer, loss, lossWeights, metrics, weightedMetrics, runEagerly, stepsPerExecution));
    }

    /// <summary>Compiles the model as a file says.</summary>
    internal void CompileWith(CompileOptions options) => _runner = new StepRunner(this, options);

    /// <summary>One training step. Override it for a step of one's own; it is traced into the compiled step.</summary>
    /// <param name="x">A tensor for each input.</param>
    /// <param name="y">A tensor for each output.</param>
    /// <param name="sampleWeight">Weights, where there are any.</param>
    protected internal virtual void TrainStep(Tensor[] x, Tensor[] y, Tensor?[] sampleWeight)
    {
        Tensor[] yPred;
        Tensor loss;
        IReadOnlyList<Variable> variables = _runner?.Trained ?? TrainableVariables;
        using (var tape = new GradientTape())
        {
            foreach (Variable variable in variables)
            {
                if (!variable.Trainable)
                {
                    // Frozen after compilation: trained on until the model is compiled again.
                    tape.Watch(variable);
                }
            }

            yPred = Invoke(new CallArguments(x) { IsList = x.Length > 1, Training = true });
            loss = ComputeLoss(x, y, yPred, sampleWeight);
            if (variables.Count > 0)
            {
                Optimizer!.Apply(tape.GradientOrNull(Optimizer.ScaleLoss(loss), variables), variables);
            }
        }

        ComputeMetrics(x, y, yPred, sampleWeight);
    }

    /// <summary>One step of evaluation. Override it for a step of one's own.</summary>
    /// <param name="x">A tensor for each input.</param>
    /// <param name="y">A tensor for each output.</param>
    /// <param name="sampleWeight">Weights, where there are any.</param>
    protected internal virtual void TestStep(Tensor[] x, Tensor[] y, Tensor?[] sampleWeight)
    {
        Tensor[] yPred = Invoke(new CallArguments(x) { IsList = x.Length > 1, Training = false });
        ComputeLoss(x, y, yPred, sampleWeight);
        ComputeMetrics(x, y, yPred, sampleWeight);
    }

    /// <summary>The loss of a batch, penalties included; it is added to the mean that is reported.</summary>
    /// <param name="x">A tensor for each input.</param>
    /// <param name="y">A tensor for each output.</param>
    /// <param name="yPred">What the model predicted.</param>
    /// <param name="sampleWeight">Weights, where there are any.</param>
    protected virtual Tensor ComputeLoss(Tensor[] x, Tensor[] y, Tensor[] yPred, Tensor?[] sampleWeight) =>
        Runner("compute a loss").Parts!.ComputeLoss(y, yPred, sampleWeight, Losses);

    /// <summary>Takes a batch into account in the metrics.</summary>
    /// <param name="x">A tensor for each input.</param>
    /// <param name="y">A tensor for each output.</param>
    /// <param name="yPred">What the model predicted.</param>
    /// <param name="sampleWeight">Weights, where there are any.</param>
    protected virtual void ComputeMetrics(Tensor[] x, Tensor[] y, Tensor[] yPred, Tensor?[] sampleWeight) => _runner!.Parts!.UpdateMetrics(y, yPred, sampleWeight);

    /// <summary>Names of the outputs.</summary>
    internal string[] OutputNames(int count) => Graph is { } graph
        ? [.. graph.Outputs.Select((_, i) => OutputStructure?.Names?[i] ?? graph.OutputName(i))]
        : [.. Enumerable.Range(0, count).Select(i => count == 1 ? Name : $"output_{i}")];

    /// <summary>Names of the inputs; none where the model does not know them.</summary>
    internal string[] InputNames() => Graph is { } graph ? [.. graph.Inputs.Select((_, i) => InputStructure?.Names?[i] ?? graph.InputName(i))] : [];

    internal IEnumerable<Metric> AllOwnMetrics() => Sublayers.SelectMany(l => l.OwnMetrics).Concat(OwnMetrics);

    /// <summary>Whether more or less of a metric is better.</summary>
    internal string? DirectionOf(string key) => _runner?.Parts?.Reported.FirstOrDefault(r => r.Key == key).Metric?.Direction;

    private StepRunner Runner(string what) => _runner ?? throw new InvalidOperationException(
        $"{Label}: to {what} it must be compiled. Received: Compiled=false. Call Compile(optimizer: ..., loss: ...) first.");
}
