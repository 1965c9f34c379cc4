using KerasSharp.Saving;
using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the convolutions of each channel by kernels of its own. The documentation of each says what the arguments mean.</summary>
[ConfigOrder("", "depth_multiplier")]
public abstract class BaseDepthwiseConv : ConvolutionLayer
{
    private protected BaseDepthwiseConv(in ConvolutionSettings settings, int depthMultiplier, in WeightSettings depthwise)
        : base(settings)
    {
        DepthMultiplier = Arguments.AtLeast(1, depthMultiplier, nameof(depthMultiplier), KerasName);
        DepthwiseInitializer = depthwise.Initializer ?? "glorot_uniform";
        DepthwiseRegularizer = depthwise.Regularizer;
        DepthwiseConstraint = depthwise.Constraint;
    }

    /// <summary>Output channels for each input channel.</summary>
    public int DepthMultiplier { get; }

    /// <summary>First values of the kernel of each channel.</summary>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>A penalty on the kernel of each channel.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>What the kernel of each channel is brought to after each update.</summary>
    public Constraint? DepthwiseConstraint { get; }

    /// <summary>The kernel of each channel; null before the layer is built.</summary>
    public Variable? DepthwiseKernel { get; private set; }

    /// <inheritdoc/>
    protected internal override Variable? MainKernel => DepthwiseKernel;

    /// <summary>Name of the weight that holds the kernel of each channel.</summary>
    private protected virtual string DepthwiseName => "kernel";

    private protected override Shape BuildKernels(Shape input, int channels)
    {
        DepthwiseKernel = AddWeight(
            DepthwiseName, Shape.Of([.. KernelSize, channels, DepthMultiplier]), new WeightSettings(DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint));
        return [channels * DepthMultiplier];
    }

    /// <summary>As a convolution of as many groups as channels: the features of a group stand together.</summary>
    private protected override Tensor Convolve(Tensor x)
    {
        int channels = DepthwiseKernel!.Shape[Rank];
        return Convolve(x, Prim.Reshape(DepthwiseKernel.Value, Shape.Of([.. KernelSize, 1, channels * DepthMultiplier])), channels);
    }
}
