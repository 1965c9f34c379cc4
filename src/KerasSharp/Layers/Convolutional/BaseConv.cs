using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the convolutions. The documentation of each says what the arguments mean.</summary>
public abstract class BaseConv : Layer
{
    private readonly int _rank;
    private Variable? _kernel, _bias;

    private protected BaseConv(
        int rank, int filters, Sizes kernelSize, Sizes? strides, string padding, string? dataFormat, Sizes? dilationRate, int groups, ActivationFunction? activation,
        bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer, Regularizer? kernelRegularizer, Regularizer? biasRegularizer,
        Regularizer? activityRegularizer, Constraint? kernelConstraint, Constraint? biasConstraint, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype, activityRegularizer)
    {
        string owner = KerasName;
        _rank = rank;
        Filters = Arguments.AtLeast(1, filters, nameof(filters), owner);
        KernelSize = kernelSize.For(rank, nameof(kernelSize), owner);
        Strides = (strides ?? 1).For(rank, nameof(strides), owner);
        DilationRate = (dilationRate ?? 1).For(rank, nameof(dilationRate), owner);
        Padding = Spatial.CheckPadding(padding, allowCausal: rank == 1, owner);
        DataFormat = Spatial.CheckFormat(dataFormat, owner);
        Groups = Arguments.AtLeast(1, groups, nameof(groups), owner);
        if (filters % groups != 0)
        {
            throw new ArgumentException($"{owner}: groups must divide filters. Received: filters={filters}, groups={groups}.", nameof(groups));
        }

        if (Strides.Any(s => s > 1) && DilationRate.Any(d => d > 1))
        {
            throw new ArgumentException(
                $"{owner}: strides and dilationRate cannot both be greater than 1. Received: strides=({string.Join(", ", Strides)}), dilationRate=({string.Join(", ", DilationRate)}).",
                nameof(strides));
        }

        Activation = activation ?? ActivationFunction.Linear;
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? "zeros";
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        KernelConstraint = kernelConstraint;
        BiasConstraint = biasConstraint;
        InputSpec = new InputSpec(Ndim: rank + 2);
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

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

    /// <summary>Groups of channels that are convolved apart.</summary>
    public int Groups { get; }

    /// <summary>Activation function.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether there is a bias.</summary>
    public bool UseBias { get; }

    /// <summary>First values of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>First values of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernel is brought to after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the bias is brought to after each update.</summary>
    public Constraint? BiasConstraint { get; }

    private protected override bool WritesActivityRegularizer => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int axis = DataFormat == "channels_last" ? -1 : 1, channels = input[axis < 0 ? input.Rank - 1 : axis];
        if (channels < 0 || channels % Groups != 0)
        {
            throw new ShapeException($"{Label}: the number of channels must be known and divisible by groups={Groups}. Received: inputs.Shape={input}.", nameof(input));
        }

        _kernel = AddWeight("kernel", Shape.Of([.. KernelSize, channels / Groups, Filters]), KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        _bias = UseBias ? AddWeight("bias", [Filters], BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint) : null;
        InputSpec = new InputSpec(Ndim: _rank + 2, Axes: new Dictionary<int, int> { [axis] = channels });
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => Activation.Apply(Spatial.InLastFormat(inputs, DataFormat, x =>
    {
        Tensor y = Convolve(x, _kernel!.Value, KernelSize, Strides, DilationRate, Padding, Groups, this);
        return _bias is null ? y : Prim.Add(y, _bias.Value);
    }));

    internal static Tensor Convolve(Tensor x, Tensor kernel, Sizes size, Sizes strides, Sizes dilation, string padding, int groups, Layer owner)
    {
        int rank = size.Count;
        int[] low = new int[rank], high = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int span = ((size[i] - 1) * dilation[i]) + 1;
            (low[i], high[i]) = Spatial.Pad(x.Shape[i + 1], span, strides[i], padding);
            if (x.Shape[i + 1] >= 0 && x.Shape[i + 1] + low[i] + high[i] < span)
            {
                throw new ShapeException(
                    $"{owner.Label}: the window must fit into the input. Received: inputs.Shape={x.Shape} (channels last), window ({string.Join(", ", size)}) with dilation ({string.Join(", ", dilation)}). Use padding: \"same\", or a smaller window.",
                    nameof(x));
            }
        }

        DType dtype = DTypes.Promote(x.DType, kernel.DType);
        var geometry = new ConvolutionGeometry(new IntList([.. strides]), new IntList(low), new IntList(high), new IntList([.. dilation]), groups);
        return Prim.Convolution(Prim.Convert(x, dtype), Prim.Convert(kernel, dtype), geometry);
    }
}
