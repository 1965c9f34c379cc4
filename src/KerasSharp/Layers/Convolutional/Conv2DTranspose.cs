using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Transposed convolution over images: what a convolution of the same arguments does to gradients, so that sizes grow by the strides (Zeiler et al. 2010).</summary>
/// <remarks>
/// Input shape: <c>(batch, height, width, channels)</c>. Output shape: <c>(batch, new height, new width, filters)</c>; with <c>"same"</c> the sizes are those of the input times the strides.
/// Weights: <c>kernel (kernelHeight, kernelWidth, filters, channels)</c>, <c>bias (filters,)</c>.
/// </remarks>
/// <param name="filters">Number of output channels, at least 1.</param>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="strides">Step along each axis; 1 when not given.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>.</param>
/// <param name="outputPadding">What is added to the size of each axis of the output, less than the stride; as much as the padding needs when not given.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="dilationRate">Spacing of the kernel; 1 when not given.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, <paramref name="outputPadding"/> is not less than the stride, strides and dilation are both greater than 1, or padding or format are none of those.</exception>
[KerasSerializable("keras.layers", "Conv2DTranspose")]
public sealed partial class Conv2DTranspose(
    int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", Sizes? outputPadding = null, string? dataFormat = null,
    Sizes? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null,
    bool trainable = true, DTypePolicy? dtype = null)
    : BaseConvTranspose(
        new ConvolutionSettings(2, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias,
        new WeightSettings(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, name, trainable, dtype),
        filters, outputPadding, new WeightSettings(kernelInitializer, kernelRegularizer, kernelConstraint))
{
}
