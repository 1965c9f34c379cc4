using KerasSharp.Activations;
using KerasSharp.Constraints;

namespace KerasSharp.Layers;

/// <summary>Base of the convolutional LSTMs. The documentation of each says what the arguments mean.</summary>
public abstract class ConvLSTM : Recurrent
{
    private readonly ConvLSTMOptions _options;

    private protected ConvLSTM(
        ConvLSTMOptions options, string owner, bool returnSequences, bool returnState, bool goBackwards, bool stateful, bool unroll, bool zeroOutputForMask,
        Regularizer? activityRegularizer, string? name, bool trainable, DTypePolicy? dtype)
        : base(
            new ConvLSTMCell(options, owner, trainable, dtype), returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer, name, trainable, dtype,
            new InputSpec(Ndim: options.Rank + 3, Hint: "A sequence of images has the axes batch, time, and those of the images."))
        => _options = ((ConvLSTMCell)Cell).Options;

    /// <summary>Number of channels of the output and of the states.</summary>
    public int Filters => _options.Filters;

    /// <summary>Size of the windows.</summary>
    public Sizes KernelSize => _options.KernelSize;

    /// <summary>Steps of the convolution of the input.</summary>
    public Sizes Strides => _options.Strides!;

    /// <summary>How the borders of the input are treated.</summary>
    public string Padding => _options.Padding;

    /// <summary>Where the channels are.</summary>
    public string DataFormat => _options.DataFormat!;

    /// <summary>Spacing of the kernel of the input.</summary>
    public Sizes DilationRate => _options.DilationRate!;

    /// <summary>Activation of candidate and output.</summary>
    public ActivationFunction Activation => _options.Activation!;

    /// <summary>Activation of the gates.</summary>
    public ActivationFunction RecurrentActivation => _options.RecurrentActivation!;

    /// <summary>Whether there is a bias.</summary>
    public bool UseBias => _options.UseBias;

    /// <summary>First values of the kernel.</summary>
    public Initializer KernelInitializer => _options.KernelInitializer!;

    /// <summary>First values of the recurrent kernel.</summary>
    public Initializer RecurrentInitializer => _options.RecurrentInitializer!;

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer => _options.BiasInitializer!;

    /// <summary>Whether the bias of the forget gate starts at 1.</summary>
    public bool UnitForgetBias => _options.UnitForgetBias;

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer => _options.KernelRegularizer;

    /// <summary>A penalty on the recurrent kernel.</summary>
    public Regularizer? RecurrentRegularizer => _options.RecurrentRegularizer;

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer => _options.BiasRegularizer;

    /// <summary>What the kernel is brought to after each update.</summary>
    public Constraint? KernelConstraint => _options.KernelConstraint;

    /// <summary>What the recurrent kernel is brought to after each update.</summary>
    public Constraint? RecurrentConstraint => _options.RecurrentConstraint;

    /// <summary>What the bias is brought to after each update.</summary>
    public Constraint? BiasConstraint => _options.BiasConstraint;

    /// <summary>Part of the inputs that is dropped in training.</summary>
    public double Dropout => _options.Dropout;

    /// <summary>Part of the states that is dropped in training.</summary>
    public double RecurrentDropout => _options.RecurrentDropout;

    /// <summary>The seed of its own for dropout.</summary>
    public int? Seed => _options.Seed;

    private protected override int? FeatureAxis => DataFormat == "channels_last" ? -1 : 2;
}
