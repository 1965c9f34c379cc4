using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Convolutions over one to three spatial axes. <c>dataFormat</c> is "channels_last" (the default) or "channels_first".</content>
public static partial class Ops
{
    /// <summary>Convolution with a kernel <c>(spatial..., channels / groups, filters)</c>; the groups follow from the channels.</summary>
    /// <exception cref="ArgumentException">The padding is not "valid" or "same".</exception>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor Conv(Tensor inputs, Tensor kernel, IntTuple strides = default, string padding = "valid", string? dataFormat = null, IntTuple dilationRate = default) =>
        Op.Call("conv", inputs, kernel, (x, k) => ChannelsLast(x, dataFormat, t =>
        {
            int groups = t.Shape[^1] < 0 || k.Shape[^2] <= 0 ? 1 : Math.Max(t.Shape[^1] / k.Shape[^2], 1);
            return Convolve(t, k, strides, padding, dilationRate, groups, "Conv");
        }), strides.Or(1), padding, dataFormat, dilationRate.Or(1));

    /// <summary>Convolution of each channel by itself with a kernel <c>(spatial..., channels, multiplier)</c>.</summary>
    public static Tensor DepthwiseConv(Tensor inputs, Tensor kernel, IntTuple strides = default, string padding = "valid", string? dataFormat = null, IntTuple dilationRate = default) =>
        Op.Call("depthwise_conv", inputs, kernel, (x, k) => ChannelsLast(x, dataFormat, t =>
        {
            Tensor flat = Prim.Reshape(k, k.Shape[..^2].Concat(KerasSharp.Shape.Of(1, k.Shape[^2] * k.Shape[^1])));
            return Convolve(t, flat, strides, padding, dilationRate, k.Shape[^2], "DepthwiseConv");
        }), strides.Or(1), padding, dataFormat, dilationRate.Or(1));

    /// <summary>A depthwise convolution followed by one with a kernel of size 1.</summary>
    public static Tensor SeparableConv(
        Tensor inputs, Tensor depthwiseKernel, Tensor pointwiseKernel, IntTuple strides = default, string padding = "valid", string? dataFormat = null, IntTuple dilationRate = default) =>
        Conv(DepthwiseConv(inputs, depthwiseKernel, strides, padding, dataFormat, dilationRate), pointwiseKernel, dataFormat: dataFormat);

    /// <summary>The transpose of a convolution, with a kernel <c>(spatial..., filters, channels)</c>: sizes grow by the strides.</summary>
    public static Tensor ConvTranspose(
        Tensor inputs, Tensor kernel, IntTuple strides = default, string padding = "valid", IntTuple outputPadding = default, string? dataFormat = null, IntTuple dilationRate = default) =>
        Op.Call("conv_transpose", inputs, kernel, (x, k) => ChannelsLast(x, dataFormat, t =>
        {
            int rank = t.Rank - 2;
            int[] stride = OrOne(strides, rank, nameof(strides)), dilation = OrOne(dilationRate, rank, nameof(dilationRate));
            int[]? extra = outputPadding.IsNone ? null : outputPadding.Expand(rank, nameof(outputPadding));
            var (low, high, sizes) = (new int[rank], new int[rank], new int[rank]);
            for (int axis = 0; axis < rank; axis++)
            {
                // How much longer than (input - 1) * stride the result is: as in Keras, backend/common/backend_utils.py. What "same" cuts off
                // is cut at both ends, the odd one at the end.
                int span = ((k.Shape[axis] - 1) * dilation[axis]) + 1, odd = span % 2, input = t.Shape[axis + 1];
                int length = IsSame(padding, "ConvTranspose")
                    ? odd + (extra?[axis] ?? (stride[axis] - odd))
                    : span + (extra?[axis] ?? (Math.Max(span, stride[axis]) - span));
                int cut = Math.Max(span - length, 0);
                (low[axis], high[axis]) = (cut / 2, cut - (cut / 2));
                sizes[axis] = input < 0 ? -1 : ((input - 1) * stride[axis]) + length;
            }

            var geometry = new ConvolutionGeometry(new IntList(stride), new IntList(low), new IntList(high), new IntList(dilation), 1);
            Shape image = t.Shape[..1].Concat(new Shape(sizes)).Concat(k.Shape[^2..^1]);
            (Tensor a, Tensor b) = Factors(t, k);
            return Prim.ConvolutionInputGradient(a, b, geometry, image);
        }), strides.Or(1), padding, outputPadding, dataFormat, dilationRate.Or(1));

    /// <summary>Padding before and after each spatial axis; "same" keeps ceil(size / stride), the odd one after. The size may be unknown: any amount gives an unknown size.</summary>
    internal static (int[] Low, int[] High) PaddingOf(string padding, Tensor x, int[] sizes, int[] strides, int[] dilation, string op)
    {
        var (low, high) = (new int[sizes.Length], new int[sizes.Length]);
        for (int axis = 0; IsSame(padding, op) && axis < sizes.Length; axis++)
        {
            int size = x.Shape[axis + 1], span = ((sizes[axis] - 1) * dilation[axis]) + 1;
            int last = size < 0 ? 0 : (((size + strides[axis] - 1) / strides[axis]) - 1) * strides[axis];
            int total = size < 0 ? span - 1 : Math.Max(last + span - size, 0);
            low[axis] = total / 2;
            high[axis] = total - low[axis];
        }

        return (low, high);
    }

    internal static int[] OrOne(IntTuple values, int count, string name) => values.IsNone ? [.. Enumerable.Repeat(1, count)] : values.Expand(count, name);

    internal static bool IsSame(string padding, string op) => padding switch
    {
        "same" or "SAME" => true,
        "valid" or "VALID" => false,
        _ => throw new ArgumentException($"{op}: padding must be 'valid' or 'same'. Received: padding={padding}.", nameof(padding)),
    };

    /// <summary>Applies a function of channels-last tensors to a tensor of either layout.</summary>
    internal static Tensor ChannelsLast(Tensor x, string? dataFormat, Func<Tensor, Tensor> function)
    {
        if (dataFormat is null or "channels_last")
        {
            return function(x);
        }

        if (dataFormat != "channels_first")
        {
            throw new ArgumentException($"dataFormat must be 'channels_last' or 'channels_first'. Received: dataFormat={dataFormat}.", nameof(dataFormat));
        }

        int rank = x.Rank;
        Tensor y = function(Prim.Transpose(x, [0, .. Enumerable.Range(2, rank - 2), 1]));
        return Prim.Transpose(y, [0, rank - 1, .. Enumerable.Range(1, rank - 2)]);
    }

    private static Tensor Convolve(Tensor x, Tensor kernel, IntTuple strides, string padding, IntTuple dilationRate, int groups, string op)
    {
        int rank = x.Rank - 2;
        int[] stride = OrOne(strides, rank, nameof(strides)), dilation = OrOne(dilationRate, rank, nameof(dilationRate));
        (int[] low, int[] high) = PaddingOf(padding, x, kernel.Shape[..^2].ToArray(), stride, dilation, op);
        (Tensor a, Tensor b) = Factors(x, kernel);
        return Prim.Convolution(a, b, new ConvolutionGeometry(new IntList(stride), new IntList(low), new IntList(high), new IntList(dilation), groups));
    }
}
