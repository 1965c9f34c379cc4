using KerasSharp.Metrics;
using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>A loss made of a function of labels and predictions; a <c>Func</c> becomes one wherever a loss is asked for.</summary>
/// <remarks>The function gets labels and predictions of one rank in the loss's dtype and returns one value per sample or position.</remarks>
/// <param name="fn">The function, or its name.</param>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name; that of the function when not given.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "LossFunctionWrapper")]
public sealed partial class LossFunctionWrapper(
    MetricFunction fn, string? reduction = "sum_over_batch_size", string? name = null, [ConfigName(Omit = true)] DType? dtype = null)
    : Loss(reduction, name ?? fn?.Name, dtype)
{
    private readonly MetricFunction _fn = fn ?? throw new ArgumentNullException(nameof(fn));

    /// <summary>A loss made of a function of your own.</summary>
    /// <param name="fn">The function.</param>
    /// <param name="reduction">How the values of the samples become one.</param>
    /// <param name="name">Its name, under which it can be saved only if it is Keras's.</param>
    public LossFunctionWrapper(Func<Tensor, Tensor, Tensor> fn, string? reduction = "sum_over_batch_size", string? name = null)
        : this(new MetricFunction(fn), reduction, name)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = LossReduction.SameRank(yTrue, yPred);
        return _fn.Apply(yTrue, yPred);
    }
}
