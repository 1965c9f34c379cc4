using KerasSharp.Losses;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>The root of the mean squared difference, over all batches.</summary>
/// <remarks><c>yTrue</c> and <c>yPred</c>: the same shape. State: <c>total ()</c>, <c>count ()</c>.</remarks>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of its state.</param>
[KerasSerializable(Module, "RootMeanSquaredError")]
public sealed partial class RootMeanSquaredError(string? name = "root_mean_squared_error", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override string? Direction => "down";

    /// <inheritdoc/>
    public override Tensor Result() => Prim.Sqrt(base.Result());

    internal override double Read() => Math.Sqrt(base.Read());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        (yTrue, yPred) = LossReduction.SameRank(yTrue, yPred);
        return Prim.Square(Prim.Subtract(yPred, yTrue));
    }
}
