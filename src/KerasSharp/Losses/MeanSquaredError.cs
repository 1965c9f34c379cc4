using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>Mean over the last axis of the squared differences.</summary>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "MeanSquaredError")]
public sealed partial class MeanSquaredError(
    string? reduction = "sum_over_batch_size", string? name = "mean_squared_error", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.MeanSquaredError(yTrue, yPred);
}
