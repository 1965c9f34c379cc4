using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Convolution over sequences.</summary>
/// <remarks>
/// Input shape: <c>(batch, steps, channels)</c>. Output shape: <c>(batch, new steps, filters)</c>.
/// Weights: <c>kernel (kernelSize, channels / groups, filters)</c>, <c>bias (filters,)</c>.
/// </remarks>
/// <param name="filters">Number of output channels, at least 1.</param>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="strides">Step along each axis; 1 when not given.</param>
/// <param name="padding"><c>"valid"</c>, <c>"same"</c> or <c>"causal"</c>, where no output sees what comes later.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="dilationRate">Spacing of the kernel; 1 when not given.</param>
/// <param name="groups">Groups of channels that are convolved apart.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="loraRank">Rank of a low-rank addition that is trained instead of the kernel (Hu et al. 2021); null for none.</param>
/// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, <paramref name="groups"/> does not divide <paramref name="filters"/>, strides and dilation are both greater than 1, or padding or format are none of those.</exception>
[KerasSerializable("keras.layers", "Conv1D")]
public sealed partial class Conv1D(
    int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null,
    int groups = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null, int? loraRank = null,
    double? loraAlpha = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseConv(
        new ConvolutionSettings(1, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias,
        new WeightSettings(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, name, trainable, dtype),
        filters, groups, new WeightSettings(kernelInitializer, kernelRegularizer, kernelConstraint), loraRank, loraAlpha)
{
}
