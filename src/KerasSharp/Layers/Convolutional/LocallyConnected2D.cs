using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A convolution of images whose kernel differs from place to place: a layer of Keras 2.</summary>
/// <remarks>
/// Input shape: <c>(batch, height, width, channels)</c>, all sizes but the batch known. Output shape: <c>(batch, new height, new width, filters)</c>.
/// Weights, those of Keras 2's implementation 1: <c>kernel (newHeight * newWidth, kernelHeight * kernelWidth * channels, filters)</c>, <c>bias (newHeight, newWidth, filters)</c>.
/// </remarks>
/// <param name="filters">Number of output channels, at least 1.</param>
/// <param name="kernelSize">Size of the window.</param>
/// <param name="strides">Step along each axis; 1 when not given.</param>
/// <param name="padding"><c>"valid"</c>, or <c>"same"</c> with implementation 2 or 3.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="implementation">1, 2 or 3, Keras 2's three ways of computing the same; only 2 and 3 take <c>padding: "same"</c>. All compute alike here.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, padding or format are none of those, or the implementation does not take the padding.</exception>
[KerasSerializable("keras.layers", "LocallyConnected2D")]
public sealed partial class LocallyConnected2D(
    int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, ActivationFunction? activation = null,
    bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, int implementation = 1, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : BaseLocallyConnected(
        new ConvolutionSettings(2, kernelSize, strides, padding, dataFormat, null, activation, useBias,
        new WeightSettings(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, name, trainable, dtype),
        filters, new WeightSettings(kernelInitializer, kernelRegularizer, kernelConstraint), implementation)
{
}
