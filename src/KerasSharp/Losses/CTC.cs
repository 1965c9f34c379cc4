using KerasSharp.Saving;

namespace KerasSharp.Losses;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006, "Connectionist temporal classification: labelling unsegmented sequence data with
/// recurrent neural networks"): minus the log-probability of a sequence of labels, whatever their places in time.
/// </summary>
/// <remarks><c>yTrue</c>: class numbers from 1, filled up with 0, <c>(batch, labels)</c>. <c>yPred</c>: logits, <c>(batch, time, classes)</c>; class 0 is the blank.</remarks>
/// <param name="reduction">How the values of the samples become one.</param>
/// <param name="name">Its name.</param>
/// <param name="dtype">Dtype of the computation.</param>
[KerasSerializable(Module, "CTC")]
public sealed partial class CTC(
    string? reduction = "sum_over_batch_size", string? name = "ctc", [ConfigName(Omit = true)] DType? dtype = null) : Loss(reduction, name, dtype)
{
    private protected override Tensor CastLabels(Tensor yTrue) => yTrue;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor yTrue, Tensor yPred) => LossFunctions.CTC(yTrue, yPred);
}
