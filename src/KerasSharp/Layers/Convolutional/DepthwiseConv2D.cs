using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
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
/// <param name="depthwiseInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="depthwiseRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="depthwiseConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A size is less than 1.</exception>
[KerasSerializable("keras.layers", "DepthwiseConv2D")]
public sealed partial class DepthwiseConv2D(
    Sizes kernelSize, Sizes? strides = null, string padding = "valid", int depthMultiplier = 1, string? dataFormat = null, Sizes? dilationRate = null,
    ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null,
    Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null,
    Constraint? biasConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly Sizes _kernelSize = kernelSize.For(2, nameof(kernelSize), nameof(DepthwiseConv2D));
    private readonly Sizes _strides = (strides ?? 1).For(2, nameof(strides), nameof(DepthwiseConv2D));
    private readonly Sizes _dilationRate = (dilationRate ?? 1).For(2, nameof(dilationRate), nameof(DepthwiseConv2D));
    private readonly string _padding = Spatial.CheckPadding(padding, allowCausal: false, nameof(DepthwiseConv2D));
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(DepthwiseConv2D));
    private readonly int _depthMultiplier = Arguments.AtLeast(1, depthMultiplier, nameof(depthMultiplier), nameof(DepthwiseConv2D));
    private readonly ActivationFunction _activation = activation ?? ActivationFunction.Linear;
    private readonly Initializer _depthwiseInitializer = depthwiseInitializer ?? "glorot_uniform";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private Variable? _kernel, _bias;

    private protected override bool WritesActivityRegularizer => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int axis = _dataFormat == "channels_last" ? 3 : 1;
        InputSpec = new InputSpec(Ndim: 4);
        InputSpec.Check(this, input);
        _kernel = AddWeight(
            "kernel", Shape.Of([.. _kernelSize, input[axis], _depthMultiplier]), _depthwiseInitializer, regularizer: depthwiseRegularizer, constraint: depthwiseConstraint);
        _bias = useBias ? AddWeight("bias", [input[axis] * _depthMultiplier], _biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint) : null;
        InputSpec = new InputSpec(Ndim: 4, Axes: new Dictionary<int, int> { [axis == 3 ? -1 : 1] = input[axis] });
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => _activation.Apply(Spatial.InLastFormat(inputs, _dataFormat, x =>
    {
        // As a convolution of as many groups as channels: the features of a group stand together.
        int channels = _kernel!.Shape[2];
        Tensor kernel = Prim.Reshape(_kernel.Value, Shape.Of([.. _kernelSize, 1, channels * _depthMultiplier]));
        Tensor y = BaseConv.Convolve(x, kernel, _kernelSize, _strides, _dilationRate, _padding, channels, this);
        return _bias is null ? y : Prim.Add(y, _bias.Value);
    }));
}
