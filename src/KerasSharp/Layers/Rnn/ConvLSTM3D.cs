using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>LSTM over sequences of volumes, whose products are convolutions (Shi et al. 2015).</summary>
/// <remarks>
/// Input shape: <c>(batch, time, depth, height, width, channels)</c>, or <c>(batch, time, channels, depth, height, width)</c> with channels first. Output shape: <c>(batch, newDepth, newHeight, newWidth, filters)</c>, with the
/// time axis kept with <c>returnSequences</c>; with <c>returnState</c> the last states h and c follow. Weights: <c>kernel (depth, height, width, channels, 4 filters)</c>,
/// <c>recurrent_kernel (depth, height, width, filters, 4 filters)</c>, <c>bias (4 filters,)</c>. The recurrent convolution keeps the size of the states.
/// </remarks>
/// <param name="filters">Number of channels of the output and of the states, at least 1.</param>
/// <param name="kernelSize">Size of the windows.</param>
/// <param name="strides">Steps of the convolution of the input.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>, for the convolution of the input.</param>
/// <param name="dataFormat"><c>"channels_last"</c> (the default) or <c>"channels_first"</c>.</param>
/// <param name="dilationRate">Spacing of the kernel of the input; not together with strides above 1.</param>
/// <param name="activation">Activation of candidate and output; <c>"tanh"</c> when not given.</param>
/// <param name="recurrentActivation">Activation of the gates; <c>"sigmoid"</c> when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="recurrentInitializer">First values of the recurrent kernel; <c>"orthogonal"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="unitForgetBias">Whether the bias of the forget gate starts at 1.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="recurrentRegularizer">A penalty on the recurrent kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="recurrentConstraint">What the recurrent kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="dropout">Part of the inputs that is dropped in training.</param>
/// <param name="recurrentDropout">Part of the states that is dropped in training.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="returnSequences">Whether the outputs of all positions are returned.</param>
/// <param name="returnState">Whether the last states are returned as well.</param>
/// <param name="goBackwards">Whether to read from the end.</param>
/// <param name="stateful">Whether the states of a batch are the first ones of the next.</param>
/// <param name="unroll">Whether to compute position by position, without a loop.</param>
/// <param name="zeroOutputForMask">Whether outputs are 0, instead of the last one, where the mask is false.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1, or strides and dilation do not go together.</exception>
[KerasSerializable("keras.layers", "ConvLSTM3D")]
public sealed partial class ConvLSTM3D(
    int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null,
    ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, bool unitForgetBias = true, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0.0, double recurrentDropout = 0.0, int? seed = null,
    bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false, bool zeroOutputForMask = false,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : ConvLSTM(
        new ConvLSTMOptions(
            3, filters, kernelSize, strides, padding, dataFormat, dilationRate, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
            unitForgetBias, kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout, recurrentDropout, seed),
        nameof(ConvLSTM3D), returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer, name, trainable, dtype);
