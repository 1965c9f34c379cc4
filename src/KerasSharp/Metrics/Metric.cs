using KerasSharp.Metrics;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// A measure that adds up over batches. Its state is variables, so that it works inside compiled steps. Wherever one is asked for, its name
/// (<c>"mae"</c>) will do.
/// </summary>
[WritesConfig("name", "dtype")]
public abstract class Metric : IKerasSerializable, IConfigValue<Metric>
{
    internal const string Module = "keras.metrics";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["bce"] = "BinaryCrossentropy", ["BCE"] = "BinaryCrossentropy",
        ["mse"] = "MeanSquaredError", ["MSE"] = "MeanSquaredError",
        ["mae"] = "MeanAbsoluteError", ["MAE"] = "MeanAbsoluteError",
        ["mape"] = "MeanAbsolutePercentageError", ["MAPE"] = "MeanAbsolutePercentageError",
        ["msle"] = "MeanSquaredLogarithmicError", ["MSLE"] = "MeanSquaredLogarithmicError",
        ["rmse"] = "RootMeanSquaredError", ["RMSE"] = "RootMeanSquaredError",
        ["logcosh"] = "LogCoshError",
        ["cosine_proximity"] = "CosineSimilarity",
        ["kld"] = "KLDivergence", ["KLD"] = "KLDivergence", ["kl_divergence"] = "KLDivergence", ["kullback_leibler_divergence"] = "KLDivergence",
    };

    private readonly List<Variable> _variables = [];
    private readonly List<Initializer> _initializers = [];

    /// <summary>Sets what all metrics have.</summary>
    /// <param name="name">Its name; the class name in snake_case, numbered, when not given.</param>
    /// <param name="dtype">Dtype of its state.</param>
    protected Metric(string? name = null, DType? dtype = null)
    {
        Name = name ?? Utilities.Naming.AutoName(GetType().Name);
        Dtype = dtype ?? DType.Float32;
    }

    /// <summary>Its name, the key in logs.</summary>
    public string Name { get; internal set; }

    /// <summary>Dtype of its state.</summary>
    public DType Dtype { get; }

    /// <summary>Its state.</summary>
    public virtual IReadOnlyList<Variable> Variables => _variables;

    /// <summary>"up" where greater is better, "down" where less is, null where that is not known: for callbacks that watch a metric.</summary>
    public virtual string? Direction => null;

    /// <summary>The metric of a name, as <c>keras.metrics.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static implicit operator Metric(string identifier) => Get(identifier);

    /// <summary>A function of labels and predictions as a metric: one value per sample or position, to be averaged.</summary>
    public static implicit operator Metric(Func<Tensor, Tensor, Tensor> function) => new Metrics.MeanMetricWrapper(function);

    /// <summary>The metric of a name, as <c>keras.metrics.get</c>.</summary>
    /// <param name="identifier">Class name, its snake_case form, or a short form such as <c>"mae"</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Metric Get(string identifier) => MetricFunction.Custom(identifier) is { } own ? new MeanMetricWrapper(own) : Identifiers.Resolve<Metric>(Module, nameof(Metric), identifier, Aliases);

    /// <summary>The metric that something means, as <c>keras.metrics.get</c>: null for null, an object itself, a name, or a config.</summary>
    /// <param name="identifier">A Metric, a string, or a <see cref="Config"/>, or a function.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Metric? Get(object? identifier) => identifier is Func<Tensor, Tensor, Tensor> function ? function : Identifiers.Get<Metric>(identifier, "Metric");

    /// <summary>A metric as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.metrics.serialize</c>.</summary>
    /// <param name="value">The metric.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(Metric value) => ObjectRegistry.Write(value);

    /// <summary>The metric of a config or a name, as <c>keras.metrics.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it, or a string.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static Metric Deserialize(object config) => Identifiers.Deserialize<Metric>(config, "Metric");

    /// <inheritdoc/>
    public static Metric FromConfigValue(object value) => MetricFunction.Custom(value) is { } own ? new MeanMetricWrapper(own) : Identifiers.FromConfigValue<Metric>(value, Module, nameof(Metric), Aliases);

    /// <summary>Takes a batch into account.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted.</param>
    /// <param name="sampleWeight">Weights of the samples or positions.</param>
    public virtual void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => throw new NotSupportedException(
        $"{GetType().Name} '{Name}' takes values, not labels and predictions. Call UpdateState(values), or use a metric of labels and predictions.");

    /// <summary>The measure so far.</summary>
    public abstract Tensor Result();

    /// <summary>Takes a batch into account and gives the measure so far, as calling the metric does in Keras.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted.</param>
    /// <param name="sampleWeight">Weights of the samples or positions.</param>
    public Tensor Apply(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        UpdateState(yTrue, yPred, sampleWeight);
        return Result();
    }

    /// <summary>Takes into account what others have seen: the sum of all states is the state of all batches together.</summary>
    /// <param name="others">Metrics made as this one was.</param>
    /// <exception cref="ArgumentException">One has other state: another class, other arguments, or no batch yet where that decides the state's shape.</exception>
    public virtual void MergeState(params IReadOnlyList<Metric> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (Metric other in others)
        {
            if (other.GetType() != GetType() || !other.Variables.Select(v => v.Shape).SequenceEqual(Variables.Select(v => v.Shape)))
            {
                throw new ArgumentException(
                    $"{GetType().Name} '{Name}': states can be merged of metrics made with the same arguments, once each has seen a batch. Received: {other.GetType().Name} '{other.Name}' with "
                    + $"{string.Join(", ", other.Variables.Select(v => $"{v.Name} {v.Shape}"))}, where this one has {string.Join(", ", Variables.Select(v => $"{v.Name} {v.Shape}"))}.", nameof(others));
            }
        }

        foreach (Metric other in others)
        {
            for (int i = 0; i < Variables.Count; i++)
            {
                Variables[i].Assign(Prim.Add(Variables[i].Value, other.Variables[i].Value));
            }
        }
    }

    /// <summary>The measure so far, as a number.</summary>
    /// <remarks>Of a result of several numbers it is their mean, as Keras's progress bar shows it.</remarks>
    internal virtual double Read()
    {
        Tensor result = Result();
        return (result.Count == 1 ? result : Ops.Mean(result)).Item();
    }

    /// <summary>Forgets all batches.</summary>
    public virtual void ResetState()
    {
        for (int i = 0; i < _variables.Count; i++)
        {
            _variables[i].Assign(_initializers[i].Call(_variables[i].Shape, _variables[i].DType));
        }
    }

    /// <inheritdoc/>
    public virtual Config GetConfig() => new() { ["name"] = Name, ["dtype"] = Dtype.Name() };

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Write(this);

    /// <summary>Takes keys of the base class from a config.</summary>
    /// <param name="config">The config.</param>
    protected internal void ApplyBaseConfig(Config config)
    {
        // Name and dtype are constructor arguments; nothing else is written.
    }

    /// <summary>Adds a variable of state.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">Its value before the first batch; zeros when not given.</param>
    /// <param name="dtype">Its dtype; that of the metric when not given.</param>
    /// <param name="name">Its name.</param>
    protected Variable AddVariable(Shape shape, Initializer? initializer = null, DType? dtype = null, string? name = null)
    {
        Initializer first = initializer ?? new Initializers.Zeros();

        // State may be made while a step is traced, where shapes are first known: it is numbers all the same.
        using Dispatch.InterpreterScope now = Dispatch.Enter(Dispatch.Eager);
        var variable = new Variable(first.Call(shape, dtype ?? Dtype), trainable: false, name: name) { Path = $"{Name}/{name}" };
        _variables.Add(variable);
        _initializers.Add(first);
        return variable;
    }

    private protected Tensor Cast(Tensor x) => Prim.Convert(x, Dtype);
}
