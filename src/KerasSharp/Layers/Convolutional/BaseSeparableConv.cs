using KerasSharp.Saving;
using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the convolutions that first treat each channel apart, then mix the channels of each point. The documentation of each says what the arguments mean.</summary>
[ConfigOrder("", "depth_multiplier")]
public abstract class BaseSeparableConv : BaseDepthwiseConv
{
    private protected BaseSeparableConv(in ConvolutionSettings settings, int filters, int depthMultiplier, in WeightSettings depthwise, in WeightSettings pointwise)
        : base(settings, depthMultiplier, depthwise)
    {
        Filters = Arguments.AtLeast(1, filters, nameof(filters), KerasName);
        PointwiseInitializer = pointwise.Initializer ?? "glorot_uniform";
        PointwiseRegularizer = pointwise.Regularizer;
        PointwiseConstraint = pointwise.Constraint;
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>First values of the kernel that mixes channels.</summary>
    public Initializer PointwiseInitializer { get; }

    /// <summary>A penalty on the kernel that mixes channels.</summary>
    public Regularizer? PointwiseRegularizer { get; }

    /// <summary>What the kernel that mixes channels is brought to after each update.</summary>
    public Constraint? PointwiseConstraint { get; }

    /// <summary>The kernel that mixes channels; null before the layer is built.</summary>
    public Variable? PointwiseKernel { get; private set; }

    /// <summary>None: there are two kernels.</summary>
    protected internal override Variable? MainKernel => null;

    private protected override string DepthwiseName => "depthwise_kernel";

    private protected override Shape BuildKernels(Shape input, int channels)
    {
        Shape inner = base.BuildKernels(input, channels);
        PointwiseKernel = AddWeight(
            "pointwise_kernel", Shape.Of([.. Enumerable.Repeat(1, Rank), inner[0], Filters]), new WeightSettings(PointwiseInitializer, PointwiseRegularizer, PointwiseConstraint));
        return [Filters];
    }

    private protected override Tensor Convolve(Tensor x)
    {
        IntList ones = new([.. Enumerable.Repeat(1, Rank)]), none = new(new int[Rank]);
        return Convolve(base.Convolve(x), PointwiseKernel!.Value, new ConvolutionGeometry(ones, none, none, ones, 1));
    }
}
