using KerasSharp.Losses;
using KerasSharp.Metrics;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// How far predictions are from what they should be. Derived classes give one value per sample (or per position); this class weights them and
/// reduces them to a scalar as Keras does. Wherever one is asked for, its name (<c>"mse"</c>) will do.
/// </summary>
[WritesConfig("name", "reduction")]
public abstract class Loss : IKerasSerializable, IConfigValue<Loss>
{
    internal const string Module = "keras.losses";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["bce"] = "BinaryCrossentropy", ["BCE"] = "BinaryCrossentropy",
        ["mse"] = "MeanSquaredError", ["MSE"] = "MeanSquaredError",
        ["mae"] = "MeanAbsoluteError", ["MAE"] = "MeanAbsoluteError",
        ["mape"] = "MeanAbsolutePercentageError", ["MAPE"] = "MeanAbsolutePercentageError",
        ["msle"] = "MeanSquaredLogarithmicError", ["MSLE"] = "MeanSquaredLogarithmicError",
        ["kld"] = "KLDivergence", ["KLD"] = "KLDivergence", ["kl_divergence"] = "KLDivergence", ["kullback_leibler_divergence"] = "KLDivergence",
        ["logcosh"] = "LogCosh",
    };

    /// <summary>Sets what all losses have.</summary>
    /// <param name="reduction"><c>"sum_over_batch_size"</c> (or <c>"mean"</c>), <c>"sum"</c>, <c>"mean_with_sample_weight"</c>, or null or <c>"none"</c>.</param>
    /// <param name="name">Its name; the class name in snake_case when not given.</param>
    /// <param name="dtype">Dtype of the computation; that of Keras's floats when not given.</param>
    /// <exception cref="ArgumentException"><paramref name="reduction"/> is none of those.</exception>
    protected Loss(string? reduction = "sum_over_batch_size", string? name = null, DType? dtype = null)
    {
        Reduction = reduction is null or "none" or "sum" or "sum_over_batch_size" or "mean" or "mean_with_sample_weight"
            ? reduction
            : throw new ArgumentException(
                $"{GetType().Name}: the reduction must be \"sum_over_batch_size\", \"mean\", \"sum\", \"mean_with_sample_weight\", \"none\" or null. Received: reduction=\"{reduction}\".",
                nameof(reduction));
        Name = name ?? Utilities.Naming.ToSnakeCase(GetType().Name);
        Dtype = dtype ?? DType.Float32;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How the values of the samples become one.</summary>
    public string? Reduction { get; }

    /// <summary>Dtype of the computation.</summary>
    public DType Dtype { get; }

    /// <summary>The loss of a name, as <c>keras.losses.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static implicit operator Loss(string identifier) => Get(identifier);

    /// <summary>A function of labels and predictions as a loss: one value per sample or position.</summary>
    public static implicit operator Loss(Func<Tensor, Tensor, Tensor> function) => new Losses.LossFunctionWrapper(function);

    /// <summary>The loss of a name, as <c>keras.losses.get</c>.</summary>
    /// <param name="identifier">Class name, its snake_case form, or a short form such as <c>"mse"</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Loss Get(string identifier) => MetricFunction.Custom(identifier) is { } own ? new LossFunctionWrapper(own) : Identifiers.Resolve<Loss>(Module, nameof(Loss), identifier, Aliases);

    /// <summary>The loss that something means, as <c>keras.losses.get</c>: null for null, an object itself, a name, or a config.</summary>
    /// <param name="identifier">A Loss, a string, or a <see cref="Config"/>, or a function.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Loss? Get(object? identifier) => identifier is Func<Tensor, Tensor, Tensor> function ? function : Identifiers.Get<Loss>(identifier, "Loss");

    /// <summary>A loss as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.losses.serialize</c>.</summary>
    /// <param name="value">The loss.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(Loss value) => ObjectRegistry.Write(value);

    /// <summary>The loss of a config or a name, as <c>keras.losses.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it, or a string.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static Loss Deserialize(object config) => Identifiers.Deserialize<Loss>(config, "Loss");

    /// <inheritdoc/>
    public static Loss FromConfigValue(object value) => MetricFunction.Custom(value) is { } own ? new LossFunctionWrapper(own) : Identifiers.FromConfigValue<Loss>(value, Module, nameof(Loss), Aliases);

    /// <summary>The loss: weighted by the samples' weights and the predictions' mask, and reduced.</summary>
    /// <param name="yTrue">What should be predicted; cast to the loss's dtype.</param>
    /// <param name="yPred">What was predicted. Its mask, if any, leaves positions out.</param>
    /// <param name="sampleWeight">Weights of the samples or positions.</param>
    public Tensor Apply(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        Tensor? mask = yPred.Mask;
        Tensor values = Call(CastLabels(yTrue), Prim.Convert(yPred, Dtype));
        if (values.Mask is { } own)
        {
            mask = mask is null ? own : Prim.LogicalAnd(mask, own);
        }

        return LossReduction.Apply(values, sampleWeight, mask, Reduction);
    }

    /// <summary>The function: one value per sample or position.</summary>
    /// <param name="yTrue">What should be predicted.</param>
    /// <param name="yPred">What was predicted.</param>
    protected abstract Tensor Call(Tensor yTrue, Tensor yPred);

    /// <summary>Labels as <see cref="Call"/> gets them: floats, except where a loss takes class numbers as they are.</summary>
    private protected virtual Tensor CastLabels(Tensor yTrue) => Prim.Convert(yTrue, Dtype);

    /// <inheritdoc/>
    public virtual Config GetConfig() => new() { ["name"] = Name, ["reduction"] = Reduction };

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Write(this);
}
