using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>What all convolutions share: geometry, bias and activation. The documentation of each says what the arguments mean.</summary>
public abstract class ConvolutionLayer : Layer
{
    private protected ConvolutionLayer(in ConvolutionSettings settings)
        : base(settings.Name, settings.Trainable, settings.Dtype, settings.ActivityRegularizer)
    {
        string owner = KerasName;
        Rank = settings.Rank;
        ArgumentNullException.ThrowIfNull(settings.KernelSize, "kernelSize");
        KernelSize = settings.KernelSize.For(Rank, "kernelSize", owner);
        Strides = (settings.Strides ?? 1).For(Rank, "strides", owner);
        DilationRate = (settings.DilationRate ?? 1).For(Rank, "dilationRate", owner);
        Padding = Spatial.CheckPadding(settings.Padding, allowCausal: Rank == 1 && AllowsCausal, owner);
        DataFormat = Spatial.CheckFormat(settings.DataFormat, owner);
        if (Strides.Any(s => s > 1) && DilationRate.Any(d => d > 1))
        {
            throw Arguments.Wrong(
                $"{owner}: strides and dilationRate cannot both be greater than 1. Received: strides=({string.Join(", ", Strides)}), dilationRate=({string.Join(", ", DilationRate)}).",
                "strides");
        }

        Activation = settings.Activation ?? ActivationFunction.Linear;
        UseBias = settings.UseBias;
        BiasInitializer = settings.Bias.Initializer ?? "zeros";
        BiasRegularizer = settings.Bias.Regularizer;
        BiasConstraint = settings.Bias.Constraint;
        InputSpec = new InputSpec(Ndim: Rank + 2);
    }

    /// <summary>Size of the window.</summary>
    public Sizes KernelSize { get; }

    /// <summary>Step along each axis.</summary>
    public Sizes Strides { get; }

    /// <summary>How borders are treated.</summary>
    public string Padding { get; }

    /// <summary>Where the channels are.</summary>
    public string DataFormat { get; }

    /// <summary>Spacing of the kernel.</summary>
    public Sizes DilationRate { get; }

    /// <summary>Activation function.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether there is a bias.</summary>
    public bool UseBias { get; }

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the bias is brought to after each update.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The bias; null before the layer is built, and without bias.</summary>
    public Variable? Bias { get; private set; }

    /// <summary>Number of spatial axes.</summary>
    private protected int Rank { get; }

    /// <summary>Whether sequences may be padded so that no output sees what comes later.</summary>
    private protected virtual bool AllowsCausal => false;

    private protected override bool WritesActivityRegularizer => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int axis = DataFormat == "channels_last" ? Rank + 1 : 1, channels = input[axis];
        if (channels < 0)
        {
            throw new ShapeException($"{Label}: the number of channels, axis {axis} of the input, must be known. Received: inputs.Shape={input}. Give it in the input's shape.", nameof(input));
        }

        Shape bias = BuildKernels(input, channels);
        Bias = UseBias ? AddWeight("bias", bias, BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint) : null;
        InputSpec = new InputSpec(Ndim: Rank + 2, Axes: new Dictionary<int, int> { [axis == 1 ? 1 : -1] = channels });
        AfterBuild();
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Activation.Apply(Spatial.InLastFormat(inputs, DataFormat, x =>
    {
        Tensor y = Convolve(x);
        return Bias is null ? y : Prim.Add(y, Bias.Value);
    }));

    /// <summary>Makes the kernels.</summary>
    /// <returns>The shape of the bias.</returns>
    private protected abstract Shape BuildKernels(Shape input, int channels);

    /// <summary>Makes what comes after the bias.</summary>
    private protected virtual void AfterBuild()
    {
    }

    /// <summary>The convolution of a tensor with its channels last.</summary>
    private protected abstract Tensor Convolve(Tensor x);

    private protected Variable AddWeight(string name, Shape shape, in WeightSettings settings) =>
        AddWeight(name, shape, settings.Initializer, regularizer: settings.Regularizer, constraint: settings.Constraint);

    /// <summary>A convolution with the layer's window, strides and padding.</summary>
    private protected Tensor Convolve(Tensor x, Tensor kernel, int groups)
    {
        int[] low = new int[Rank], high = new int[Rank];
        for (int i = 0; i < Rank; i++)
        {
            int span = ((KernelSize[i] - 1) * DilationRate[i]) + 1;
            (low[i], high[i]) = Spatial.Pad(x.Shape[i + 1], span, Strides[i], Padding);
            Spatial.CheckFit(this, x.Shape, i + 1, low[i] + high[i], span);
        }

        return Convolve(x, kernel, new ConvolutionGeometry(new IntList([.. Strides]), new IntList(low), new IntList(high), new IntList([.. DilationRate]), groups));
    }

    internal static Tensor Convolve(Tensor x, Tensor kernel, ConvolutionGeometry geometry)
    {
        DType dtype = DTypes.Promote(x.DType, kernel.DType);
        return Prim.Convolution(Prim.Convert(x, dtype), Prim.Convert(kernel, dtype), geometry);
    }
}
