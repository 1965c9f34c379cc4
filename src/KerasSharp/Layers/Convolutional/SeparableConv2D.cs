using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Convolution of each channel of images by kernels of its own, then a mixture of the channels of each point (Chollet 2017).</summary>
/// <remarks>
/// Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, new height, new width, filters)</c>.
/// Weights: <c>depthwise_kernel (kernelHeight, kernelWidth, channels, depthMultiplier)</c>, <c>pointwise_kernel (1, 1, channels * depthMultiplier, filters)</c>, <c>bias (filters,)</c>.
/// </remarks>
/// <param name="filters">Number of output channels, at least 1.</param>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="strides">Step along each axis; 1 when not given.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="dilationRate">Spacing of the kernel; 1 when not given.</param>
/// <param name="depthMultiplier">Output channels for each input channel.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="depthwiseInitializer">First values of the kernel of each channel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="pointwiseInitializer">First values of the kernel that mixes channels; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="depthwiseRegularizer">A penalty on the kernel of each channel.</param>
/// <param name="pointwiseRegularizer">A penalty on the kernel that mixes channels.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="depthwiseConstraint">What the kernel of each channel is brought to after each update.</param>
/// <param name="pointwiseConstraint">What the kernel that mixes channels is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, strides and dilation are both greater than 1, or padding or format are none of those.</exception>
[KerasSerializable("keras.layers", "SeparableConv2D")]
public sealed partial class SeparableConv2D(
    int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null,
    int depthMultiplier = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
    Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
    Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null, string? name = null,
    bool trainable = true, DTypePolicy? dtype = null)
    : BaseSeparableConv(
        new ConvolutionSettings(2, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias,
        new WeightSettings(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, name, trainable, dtype),
        filters, depthMultiplier, new WeightSettings(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint), new WeightSettings(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint))
{
}
