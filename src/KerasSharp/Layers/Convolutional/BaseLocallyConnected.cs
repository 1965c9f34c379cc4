using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the convolutions with a kernel for each place. The documentation of each says what the arguments mean.</summary>
public abstract class BaseLocallyConnected : ConvolutionLayer
{
    private int[] _outputSizes = [];

    private protected BaseLocallyConnected(in ConvolutionSettings settings, int filters, in WeightSettings kernel, int implementation)
        : base(settings)
    {
        string owner = KerasName;
        Filters = Arguments.AtLeast(1, filters, nameof(filters), owner);
        Implementation = implementation is >= 1 and <= 3 ? implementation : throw new ArgumentOutOfRangeException(
            nameof(implementation), $"{owner}: implementation must be 1, 2 or 3. Received: implementation={implementation}.");
        if (implementation == 1 && Padding != "valid")
        {
            throw Arguments.Wrong(
                $"{owner}: implementation 1 takes padding \"valid\" alone. Received: padding=\"{Padding}\", implementation=1. Write implementation: 2.", "padding");
        }

        KernelInitializer = kernel.Initializer ?? "glorot_uniform";
        KernelRegularizer = kernel.Regularizer;
        KernelConstraint = kernel.Constraint;
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Keras 2's number of the way to compute.</summary>
    public int Implementation { get; }

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
        int first = DataFormat == "channels_last" ? 1 : 2, places = 1, window = 1;
        _outputSizes = new int[Rank];
        for (int i = 0; i < Rank; i++)
        {
            int size = input[first + i];
            if (size < 0)
            {
                throw new ShapeException($"{Label}: every size but that of the batch must be known, since each place has weights of its own. Received: inputs.Shape={input}. Give them in the input's shape.", nameof(input));
            }

            (int low, int high) = Spatial.Pad(size, KernelSize[i], Strides[i], Padding);
            Spatial.CheckFit(this, input, first + i, low + high, KernelSize[i]);
            _outputSizes[i] = ((size + low + high - KernelSize[i]) / Strides[i]) + 1;
            places *= _outputSizes[i];
            window *= KernelSize[i];
        }

        Kernel = AddWeight("kernel", [places, window * channels, Filters], new WeightSettings(KernelInitializer, KernelRegularizer, KernelConstraint));
        return Shape.Of([.. _outputSizes, Filters]);
    }

    /// <summary>
    /// Each place's window as a row, times its kernel. Rows run over the window and then the channels where those come last, and the other way round where they
    /// come first, as in Keras 2 (keras/src/layers/locally_connected/locally_connected_utils.py).
    /// </summary>
    private protected override Tensor Convolve(Tensor x)
    {
        int batch = x.Shape[0], places = Kernel!.Shape[0], features = Kernel.Shape[1];
        Tensor windows = Windows(x);
        if (DataFormat == "channels_first")
        {
            windows = Prim.Transpose(windows, [0, 1, 3, 2]);
        }

        Tensor rows = Prim.Reshape(windows, Shape.Of(batch, places, features)), kernel = Kernel.Value;
        DType dtype = DTypes.Promote(rows.DType, kernel.DType);
        Tensor y = Prim.DotGeneral(Prim.Convert(rows, dtype), Prim.Convert(kernel, dtype), [1], [0], [2], [1]);
        return Prim.Reshape(Prim.Transpose(y, [1, 0, 2]), Shape.Of([batch, .. _outputSizes, Filters]));
    }

    /// <summary>(batch, places, window, channels): for each offset within the window the numbers at that offset of all places, side by side.</summary>
    private Tensor Windows(Tensor x)
    {
        int[] low = new int[x.Rank], high = new int[x.Rank];
        for (int i = 0; i < Rank; i++)
        {
            (low[i + 1], high[i + 1]) = Spatial.Pad(x.Shape[i + 1], KernelSize[i], Strides[i], Padding);
        }

        Tensor padded = Padding == "same" ? Prim.Pad(x, low, high) : x;
        int count = KernelSize.Aggregate((a, b) => a * b), places = _outputSizes.Aggregate((a, b) => a * b);
        Shape column = Shape.Of(x.Shape[0], places, 1, x.Shape[^1]);
        var parts = new Tensor[count];
        for (int offset = 0; offset < count; offset++)
        {
            Tensor part = padded;
            for (int i = Rank - 1, rest = offset; i >= 0; i--)
            {
                int start = rest % KernelSize[i];
                part = Prim.SliceAxis(part, i + 1, start, start + ((_outputSizes[i] - 1) * Strides[i]) + 1, Strides[i]);
                rest /= KernelSize[i];
            }

            parts[offset] = Prim.Reshape(part, column);
        }

        return Prim.Concatenate(2, parts);
    }
}
