using KerasSharp.Cpu.Kernels.Pooling;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Pooling over the spatial axes of NHWC images, or of sequences, in float32.</summary>
internal static unsafe class WindowKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        if (!slots.IsFloat)
        {
            return null;
        }

        switch (slots.Primitive)
        {
            case WindowMax max when ShapeOf(max.Geometry, slots.InputShape(0), slots.OutputShape()) is { } shape:
            {
                (int x, int y) = (slots.Inputs[0], slots.Outputs[0]);
                return slots.Step(s => MaxPool.Forward(in shape, (float*)s[x], (float*)s[y]));
            }

            case WindowMaxScatter or PositiveMaxScatter when ShapeOf(slots.Node) is { } shape:
            {
                bool positive = slots.Primitive is PositiveMaxScatter;
                (int x, int y, int dy, int dx) = (slots.Inputs[0], slots.Inputs[1], slots.Inputs[2], slots.Outputs[0]);
                return slots.Step(s => MaxPool.Gradient(in shape, (float*)s[x], (float*)s[y], (float*)s[dy], (float*)s[dx], positive));
            }

            case WindowSum sum when ShapeOf(sum.Geometry, slots.InputShape(0), slots.OutputShape()) is { } shape:
            {
                (int x, int y) = (slots.Inputs[0], slots.Outputs[0]);
                return slots.Step(s => SumPool.Forward(in shape, (float*)s[x], (float*)s[y]));
            }

            case WindowSpread spread when ShapeOf(spread.Geometry, spread.Target, slots.InputShape(0)) is { } shape:
            {
                (int dy, int dx) = (slots.Inputs[0], slots.Outputs[0]);
                return slots.Step(s => SumPool.Gradient(in shape, (float*)s[dy], (float*)s[dx]));
            }

            default:
                return null;
        }
    }

    /// <summary>The sizes of a max pooling's gradient that the kernel takes, or null.</summary>
    public static PoolShape? ShapeOf(GraphNode scatter) => scatter.Output.DType != DType.Float32 ? null : ShapeOf(
        scatter.Primitive is PositiveMaxScatter positive ? positive.Geometry : ((WindowMaxScatter)scatter.Primitive).Geometry,
        scatter.Inputs[0].Shape, scatter.Inputs[1].Shape);

    private static PoolShape? ShapeOf(WindowGeometry g, Shape input, Shape output)
    {
        int last = input.Rank - 1;
        bool images = input.Rank is 3 or 4 && input.Count > 0 && output.Count > 0
            && Array.TrueForAll([0, last], axis => g.Window[axis] == 1 && g.Strides[axis] == 1 && g.PadLow[axis] == 0 && g.PadHigh[axis] == 0);
        if (!images)
        {
            return null;
        }

        // A sequence is one row of an image.
        bool one = input.Rank == 3;
        return new PoolShape
        {
            N = input[0], H = one ? 1 : input[1], W = input[^2], C = input[^1], KH = one ? 1 : g.Window[1], KW = g.Window[last - 1], OH = one ? 1 : output[1], OW = output[^2],
            StrideH = one ? 1 : g.Strides[1], StrideW = g.Strides[last - 1], PadTop = one ? 0 : g.PadLow[1], PadLeft = g.PadLow[last - 1],
        };
    }
}
