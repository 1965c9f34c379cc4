using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Base of the convolutions. The documentation of each says what the arguments mean.</summary>
[WritesConfig("lora_rank", "lora_alpha")]
public abstract class BaseConv : ConvolutionLayer
{
    private LowRankAddition? _lora;

    private protected BaseConv(in ConvolutionSettings settings, int filters, int groups, in WeightSettings kernel, int? loraRank, double? loraAlpha)
        : base(settings)
    {
        string owner = KerasName;
        Filters = Arguments.AtLeast(1, filters, nameof(filters), owner);
        Groups = Arguments.AtLeast(1, groups, nameof(groups), owner);
        if (filters % groups != 0)
        {
            throw new ArgumentException($"{owner}: groups must divide filters. Received: filters={filters}, groups={groups}.", nameof(groups));
        }

        KernelInitializer = kernel.Initializer ?? "glorot_uniform";
        KernelRegularizer = kernel.Regularizer;
        KernelConstraint = kernel.Constraint;
        LoraRank = loraRank is { } rank ? Arguments.AtLeast(1, rank, nameof(loraRank), owner) : null;
        LoraAlpha = loraAlpha ?? loraRank;
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Groups of channels that are convolved apart.</summary>
    public int Groups { get; }

    /// <summary>First values of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>What the kernel is brought to after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>Rank of the low-rank addition that is trained instead of the kernel; null for none.</summary>
    public int? LoraRank { get; private set; }

    /// <summary>The addition is scaled by this over the rank.</summary>
    public double? LoraAlpha { get; private set; }

    /// <summary>The kernel; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <inheritdoc/>
    protected internal override Variable? MainKernel => Kernel;

    private protected override bool AllowsCausal => true;

    /// <summary>Freezes the kernel and trains a low-rank addition to it instead (Hu et al. 2021): <c>enable_lora</c>.</summary>
    /// <param name="rank">Rank of the addition, at least 1.</param>
    /// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> when not given.</param>
    /// <param name="bInitializer">First values of the second factor; <c>"zeros"</c> when not given.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or has an addition.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null)
    {
        _lora = EnableLowRank(_lora, rank, loraAlpha, aInitializer, bInitializer);
        (LoraRank, LoraAlpha) = (rank, loraAlpha ?? rank);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => LowRankAddition.Write(base.GetConfig(), LoraRank, LoraAlpha);

    private protected override Shape BuildKernels(Shape input, int channels)
    {
        if (channels % Groups != 0)
        {
            throw new ShapeException($"{Label}: the number of channels must be divisible by groups={Groups}. Received: inputs.Shape={input}.", nameof(input));
        }

        Kernel = AddWeight("kernel", Shape.Of([.. KernelSize, channels / Groups, Filters]), new WeightSettings(KernelInitializer, KernelRegularizer, KernelConstraint));
        return [Filters];
    }

    private protected override void AfterBuild() => _lora = LoraRank is { } rank ? AddLowRank(Kernel!, rank, LoraAlpha!.Value) : null;

    private protected override Tensor Convolve(Tensor x) => Convolve(x, _lora is null ? Kernel!.Value : _lora.AddTo(Kernel!.Value), Groups);
}
