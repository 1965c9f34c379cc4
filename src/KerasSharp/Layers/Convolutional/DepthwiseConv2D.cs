using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Convolution of each channel of images by kernels of its own.</summary>
/// <remarks>
/// Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, new height, new width, channels * depthMultiplier)</c>.
/// Weights: <c>kernel (kernelHeight, kernelWidth, channels, depthMultiplier)</c>, <c>bias (channels * depthMultiplier,)</c>.
/// </remarks>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="strides">Step along each axis; 1 when not given.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>.</param>
/// <param name="depthMultiplier">Output channels for each input channel.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="dilationRate">Spacing of the kernel; 1 when not given.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="depthwiseInitializer">First values of the kernel of each channel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="depthwiseRegularizer">A penalty on the kernel of each channel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="depthwiseConstraint">What the kernel of each channel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, strides and dilation are both greater than 1, or padding or format are none of those.</exception>
[KerasSerializable("keras.layers", "DepthwiseConv2D")]
public sealed partial class DepthwiseConv2D(
    Sizes kernelSize, Sizes? strides = null, string padding = "valid", int depthMultiplier = 1, string? dataFormat = null, Sizes? dilationRate = null,
    ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null,
    Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseDepthwiseConv(
        new ConvolutionSettings(2, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias,
        new WeightSettings(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, name, trainable, dtype),
        depthMultiplier, new WeightSettings(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint))
{
}
