using KerasSharp.Losses;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>A function of labels and predictions: by Keras's name (<c>"mean_squared_error"</c>), or one of your own.</summary>
public sealed class MetricFunction : IConfigValue<MetricFunction>
{
    private static readonly Dictionary<string, MetricFunction> Table = new(StringComparer.Ordinal);

    private readonly Func<Tensor, Tensor, Tensor> _function;

    static MetricFunction()
    {
        Add("mean_squared_error", LossFunctions.MeanSquaredError);
        Add("mean_absolute_error", LossFunctions.MeanAbsoluteError);
        Add("binary_crossentropy", (y, p) => LossFunctions.BinaryCrossentropy(y, p));
        Add("categorical_crossentropy", (y, p) => LossFunctions.CategoricalCrossentropy(y, p));
        Add("sparse_categorical_crossentropy", (y, p) => LossFunctions.SparseCategoricalCrossentropy(y, p));
        Add("binary_focal_crossentropy", (y, p) => LossFunctions.BinaryFocalCrossentropy(y, p));
        Add("categorical_focal_crossentropy", (y, p) => LossFunctions.CategoricalFocalCrossentropy(y, p));
        Add("categorical_generalized_cross_entropy", (y, p) => LossFunctions.CategoricalGeneralizedCrossEntropy(y, p, 0.5));
        Add("categorical_hinge", LossFunctions.CategoricalHinge);
        Add("circle", (y, p) => LossFunctions.Circle(y, p));
        Add("cosine_similarity", (y, p) => LossFunctions.CosineSimilarity(y, p));
        Add("ctc", LossFunctions.CTC);
        Add("dice", (y, p) => LossFunctions.Dice(y, p));
        Add("hinge", LossFunctions.Hinge);
        Add("huber", (y, p) => LossFunctions.Huber(y, p));
        Add("kl_divergence", LossFunctions.KLDivergence);
        Add("log_cosh", LossFunctions.LogCosh);
        Add("mean_absolute_percentage_error", LossFunctions.MeanAbsolutePercentageError);
        Add("mean_squared_logarithmic_error", LossFunctions.MeanSquaredLogarithmicError);
        Add("poisson", LossFunctions.Poisson);
        Add("squared_hinge", LossFunctions.SquaredHinge);
        Add("tversky", (y, p) => LossFunctions.Tversky(y, p));
        Add("concordance_correlation", (y, p) => MetricFunctions.ConcordanceCorrelation(y, p));
        Add("pearson_correlation", (y, p) => MetricFunctions.PearsonCorrelation(y, p));
        Add("accuracy", MetricFunctions.Accuracy);
        Add("binary_accuracy", (y, p) => MetricFunctions.BinaryAccuracy(y, p));
        Add("categorical_accuracy", MetricFunctions.CategoricalAccuracy);
        Add("sparse_categorical_accuracy", MetricFunctions.SparseCategoricalAccuracy);
        Add("top_k_categorical_accuracy", (y, p) => MetricFunctions.TopKCategoricalAccuracy(y, p));
        Add("sparse_top_k_categorical_accuracy", (y, p) => MetricFunctions.SparseTopKCategoricalAccuracy(y, p));
    }

    /// <summary>A function of your own.</summary>
    /// <param name="function">One value per sample or position, from labels and predictions.</param>
    /// <param name="name">Name under which configs hold it; without one the metric cannot be saved.</param>
    public MetricFunction(Func<Tensor, Tensor, Tensor> function, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        (_function, Name) = (function, name);
    }

    /// <summary>Keras's name, or null for a function that has none.</summary>
    public string? Name { get; }

    /// <summary>The function of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static implicit operator MetricFunction(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return Custom(identifier) ?? Table.GetValueOrDefault(identifier) ?? throw new ArgumentException(
            $"Metric function: '{identifier}' is no known name. Received: identifier=\"{identifier}\".{NearestName.Hint(identifier, Table.Keys)}", nameof(identifier));
    }

    /// <summary>A function of your own.</summary>
    public static implicit operator MetricFunction(Func<Tensor, Tensor, Tensor> function) => new(function);

    /// <inheritdoc/>
    public static MetricFunction FromConfigValue(object value) => value switch
    {
        _ when NameOf(value) is { } name => name,
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected the name of a function."),
    };

    /// <summary>Applies the function.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted.</param>
    public Tensor Apply(Tensor yTrue, Tensor yPred) => _function(yTrue, yPred);

    /// <inheritdoc/>
    public object? ToConfigValue() => Name is null
        ? throw new NotSupportedException("A metric made of a function without a name cannot be saved. Derive a class from MeanMetric instead.")
        : SerializedObject.Function(Name).ToConfig();

    /// <summary>The caller's function that a name or a config means, where there is one.</summary>
    internal static MetricFunction? Custom(object value) =>
        NameOf(value) is { } name && CustomObjectScope.TryGetFunction(name, out Func<Tensor, Tensor, Tensor>? function) ? new(function, name) : null;

    private static string? NameOf(object value) => value as string ?? (SerializedObject.TryParse(value, out SerializedObject? parsed) ? parsed.Config as string : null);

    private static void Add(string name, Func<Tensor, Tensor, Tensor> function) => Table[name] = new MetricFunction(function, name);
}
