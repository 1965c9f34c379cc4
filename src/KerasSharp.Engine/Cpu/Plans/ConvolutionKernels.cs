using KerasSharp.Cpu.Kernels.Convolution;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Convolutions of one or two spatial axes, forward and both gradients, in float32.</summary>
internal static unsafe class ConvolutionKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        if (!slots.IsFloat)
        {
            return null;
        }

        var packing = slots.Primitive as WithPackedWeight;
        Primitive primitive = packing?.Inner ?? slots.Primitive;
        var epilogue = primitive as WithEpilogue;
        switch (epilogue?.Inner ?? primitive)
        {
            case Convolution conv when packing is not null && ShapeOf(conv.Geometry, slots.InputShape(0), slots.InputShape(1), slots.OutputShape()) is { } shape:
                return Product(slots, epilogue, shape, packing.Bits);

            case Convolution when ForwardShape(slots.Node) is { } shape:
                return Forward(slots, epilogue, shape);

            case PackedConvolution conv:
                return Forward(slots, epilogue, conv.Sizes);

            case ExpandedConvolution expanded:
                return expanded.ToStep(slots);

            case PackFilter pack:
            {
                ConvShape shape = pack.Sizes;
                (int w, int packed) = (slots.Inputs[0], slots.Outputs[0]);
                return slots.Step(s => Conv.Pack(in shape, (float*)s[w], (float*)s[packed]), $"pack filter{Text(shape)}");
            }

            case ConvolutionInputGradient conv when ShapeOf(conv.Geometry, conv.Image, slots.InputShape(1), slots.InputShape(0)) is { } shape:
            {
                (int dy, int w, int dx) = (slots.Inputs[0], slots.Inputs[1], slots.Outputs[0]);
                return slots.Step(s => Conv.InputGradient(in shape, (float*)s[dy], (float*)s[w], (float*)s[dx]), $"conv input gradient{Text(shape)}");
            }

            case ConvolutionFilterGradient conv when ShapeOf(conv.Geometry, slots.InputShape(0), conv.Kernel, slots.InputShape(1)) is { } shape:
            {
                (int x, int dy, int dw) = (slots.Inputs[0], slots.Inputs[1], slots.Outputs[0]);
                return slots.Step(s => Conv.FilterGradient(in shape, (float*)s[x], (float*)s[dy], (float*)s[dw]), $"conv filter gradient{Text(shape)}");
            }

            default:
                return null;
        }
    }

    /// <summary>The sizes of a convolution that the kernels take, or null.</summary>
    public static ConvShape? ForwardShape(GraphNode node) => (node.Primitive is WithEpilogue epilogue ? epilogue.Inner : node.Primitive) is Convolution conv
        ? ShapeOf(conv.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape)
        : null;

    private static Step Forward(NodeSlots slots, WithEpilogue? epilogue, ConvShape shape)
    {
        (int x, int w, int y) = (slots.Inputs[0], slots.Inputs[1], slots.Outputs[0]);
        EpilogueSlots e = Epilogues.Of(epilogue, slots, shape.OC);
        return slots.Step(
            s =>
            {
                Epilogue bound = e.Bind(s);
                Conv.Forward(in shape, (float*)s[x], (float*)s[w], (float*)s[y], in bound);
            },
            $"conv{Text(shape)}{Epilogues.Suffix(epilogue)}");
    }

    /// <summary>A 1x1 convolution whose filter, the last operand, <see cref="PackedWeight"/> has packed.</summary>
    private static Step Product(NodeSlots slots, WithEpilogue? epilogue, ConvShape shape, int bits)
    {
        (int x, int w, int packed, int y) = (slots.Inputs[0], slots.Inputs[1], slots.Inputs[^1], slots.Outputs[0]);
        EpilogueSlots e = Epilogues.Of(epilogue, slots.Inputs.AsSpan(0, slots.Inputs.Length - 1), shape.OC);
        (int pixels, int c, int oc) = (shape.N * shape.H * shape.W, shape.C, shape.OC);
        return slots.Step(
            s =>
            {
                Epilogue bound = e.Bind(s);
                Gemm.RunPacked(pixels, oc, c, (float*)s[x], c, false, (float*)s[w], oc, false, (float*)s[packed], bits, (float*)s[y], oc, 0, in bound);
            },
            $"conv packed{Text(shape)}{Epilogues.Suffix(epilogue)}");
    }

    /// <summary>The kernel's sizes, or null where it does not take this convolution.</summary>
    private static ConvShape? ShapeOf(ConvolutionGeometry g, Shape image, Shape kernel, Shape result)
    {
        if (g.SpatialRank is not (1 or 2) || image.Count == 0 || kernel.Count == 0 || result.Count == 0)
        {
            return null;
        }

        // A one-dimensional convolution is one row of a two-dimensional one.
        bool one = g.SpatialRank == 1;
        int last = g.SpatialRank - 1;
        return new ConvShape
        {
            N = image[0], H = one ? 1 : image[1], W = image[^2], C = image[^1],
            KH = one ? 1 : kernel[0], KW = kernel[^3], OC = kernel[^1],
            OH = one ? 1 : result[1], OW = result[^2],
            StrideH = one ? 1 : g.Strides[0], StrideW = g.Strides[last],
            PadTop = one ? 0 : g.PadLow[0], PadLeft = g.PadLow[last],
            DilationH = one ? 1 : g.Dilation[0], DilationW = g.Dilation[last],
            Groups = g.Groups,
        };
    }

    private static string Text(in ConvShape s) =>
        $" {s.KH}x{s.KW}/{s.StrideW} {s.N}x{s.H}x{s.W}x{s.C}->{s.OC}{(s.Groups > 1 ? $" groups={s.Groups}" : "")}";
}
