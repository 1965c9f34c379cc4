using KerasSharp.Constraints;

namespace KerasSharp.Layers;

/// <summary>Base of the transposed convolutions. The documentation of each says what the arguments mean.</summary>
public abstract class BaseConvTranspose : ConvolutionLayer
{
    private protected BaseConvTranspose(in ConvolutionSettings settings, int filters, Sizes? outputPadding, in WeightSettings kernel)
        : base(settings)
    {
        string owner = KerasName;
        Filters = Arguments.AtLeast(1, filters, nameof(filters), owner);
        OutputPadding = outputPadding?.For(Rank, nameof(outputPadding), owner, least: 0);
        for (int i = 0; OutputPadding is not null && i < Rank; i++)
        {
            if (OutputPadding[i] >= Math.Max(Strides[i], DilationRate[i]))
            {
                throw new ArgumentException(
                    $"{owner}: outputPadding must be less than the stride or the dilation of its axis. Received: outputPadding=({string.Join(", ", OutputPadding)}), "
                    + $"strides=({string.Join(", ", Strides)}), dilationRate=({string.Join(", ", DilationRate)}).",
                    nameof(outputPadding));
            }
        }

        KernelInitializer = kernel.Initializer ?? "glorot_uniform";
        KernelRegularizer = kernel.Regularizer;
        KernelConstraint = kernel.Constraint;
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>What is added to the size of each axis of the output; null for as much as the padding needs.</summary>
    public Sizes? OutputPadding { get; }

    /// <summary>First values of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>What the kernel is brought to after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>The kernel; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <inheritdoc/>
    protected internal override Variable? MainKernel => Kernel;

    private protected override Shape BuildKernels(Shape input, int channels)
    {
        Kernel = AddWeight("kernel", Shape.Of([.. KernelSize, Filters, channels]), new WeightSettings(KernelInitializer, KernelRegularizer, KernelConstraint));
        return [Filters];
    }

    private protected override Tensor Convolve(Tensor x) =>
        Ops.ConvTranspose(x, Kernel!.Value, Strides.ToArray(), Padding, OutputPadding?.ToArray(), dataFormat: null, DilationRate.ToArray());
}
