using System.Runtime.InteropServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Layout;
using KerasSharp.Cpu.Kernels.Random;
using KerasSharp.Cpu.Kernels.Threading;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Kernels that move or make data: transpose, broadcast, slice, pad, concatenate, gather, scatter, fill, random bits.</summary>
internal static unsafe class MovementKernels
{
    /// <summary>Whether a node casts between float32 and a float of 16 bits, which has a kernel of its own and joins no loop.</summary>
    public static bool IsHalfConversion(GraphNode node) => node.Primitive is Primitives.Convert
        && ((node.Output.DType == DType.Float32 && IsHalf(node.Inputs[0])) || (node.Inputs[0].DType == DType.Float32 && IsHalf(node.Output)));

    public static Step? TryCreate(NodeSlots slots)
    {
        int size = slots.Node.Output.DType.Size();
        int y = slots.Outputs[0];
        if (slots.OutputShape().Count == 0)
        {
            return null;
        }

        switch (slots.Primitive)
        {
            case Primitives.Convert when IsHalfConversion(slots.Node):
            {
                int x = slots.Inputs[0];
                bool widens = slots.IsFloat;
                var job = new HalfConversion { Widens = widens, BFloat16 = (widens ? slots.Node.Inputs[0] : slots.Node.Output).DType == DType.BFloat16 };
                long count = slots.OutputShape().Count;
                return slots.Step(s =>
                {
                    HalfConversion run = job;
                    run.From = s[x];
                    run.To = s[y];
                    Ranges.Run(ref run, count, 1);
                });
            }

            case Transpose transpose:
            {
                long[] shape = Array.ConvertAll(slots.InputShape(0).ToArray(), dim => (long)dim);
                int[] order = transpose.Order.ToArray();
                int x = slots.Inputs[0];
                return slots.Step(s =>
                {
                    fixed (long* dims = shape)
                    {
                        fixed (int* permutation = order)
                        {
                            Permutation.Permute(order.Length, dims, permutation, size, s[x], s[y]);
                        }
                    }
                });
            }

            case BroadcastTo:
                return StridedStep(slots, Broadcasting.Strides(slots.InputShape(0), slots.OutputShape()), 0);
            case Slice slice:
                return SliceStep(slots, slice);
            case Reverse reverse:
                return ReverseStep(slots, reverse);
            case Pad pad when size == 4:
                return PadStep(slots, pad);
            case PadBorder border:
            {
                int[] sizes = slots.InputShape(0).ToArray();
                var pad = new BorderPad(sizes, border.Low.ToArray(), [.. sizes.Select((_, axis) => border.Places(axis, sizes[axis]))], size);
                int x = slots.Inputs[0];
                return slots.Step(s => pad.Run(s[x], s[y]));
            }

            case Concatenate concatenate:
                return ConcatenateStep(slots, concatenate.Axis);
            case Gather gather when slots.InputShape(0)[..gather.Axis].Count == 1:
            {
                (int x, int indices) = (slots.Inputs[0], slots.Inputs[1]);
                long rows = slots.InputShape(0)[gather.Axis], rowBytes = slots.InputShape(0)[(gather.Axis + 1)..].Count * size, count = slots.InputShape(1).Count;
                return slots.Step(s => Rows.GatherRows(count, (int*)s[indices], rowBytes, rows, s[x], s[y]));
            }

            case Gather gather when gather.Axis > 0 && slots.InputShape(0).Count > 0:
            {
                (int x, int indices) = (slots.Inputs[0], slots.Inputs[1]);
                Shape shape = slots.InputShape(0);
                long blocks = shape[..gather.Axis].Count, rowBytes = shape[(gather.Axis + 1)..].Count * size;
                int from = shape[gather.Axis], count = (int)slots.InputShape(1).Count;
                return slots.Step(s => RowBlocks.Gather(blocks, from, count, (int*)s[indices], rowBytes, s[x], s[y]));
            }

            case ScatterAddAxis scatter when slots.IsFloat && scatter.Axis > 0:
            {
                (int updates, int indices) = (slots.Inputs[0], slots.Inputs[1]);
                long blocks = scatter.Target[..scatter.Axis].Count;
                int from = scatter.Target[scatter.Axis], count = (int)slots.InputShape(1).Count, columns = (int)scatter.Target[(scatter.Axis + 1)..].Count;
                return slots.Step(s => RowBlocks.ScatterAdd(blocks, from, count, (int*)s[indices], columns, (float*)s[updates], (float*)s[y]));
            }

            case MixAxis mix when slots.IsFloat:
            {
                int x = slots.Inputs[0], from = mix.Rows.From, to = mix.Rows.To, columns = (int)slots.InputShape(0)[(mix.Axis + 1)..].Count;
                long blocks = slots.InputShape(0)[..mix.Axis].Count;
                int[] starts = mix.Rows.Starts.ToArray(), sources = mix.Rows.Sources.ToArray();
                float[] weights = Array.ConvertAll(mix.Rows.Weights.ToArray(), weight => (float)weight);
                return slots.Step(s =>
                {
                    fixed (int* first = starts, source = sources)
                    {
                        fixed (float* weight = weights)
                        {
                            RowMixture.Run(blocks, from, to, columns, first, source, weight, (float*)s[x], (float*)s[y]);
                        }
                    }
                });
            }

            case SparseRows.RowTable table:
            {
                (int updates, int indices) = (slots.Inputs[0], slots.Inputs[1]);
                long count = slots.InputShape(1).Count;
                return slots.Step(s => RowPointers.Sum(count, (int*)s[indices], table.Columns, (float*)s[updates], table.Rows, (float**)s[y]));
            }

            case RandomBits:
            {
                int state = slots.Inputs[0];
                long count = slots.OutputShape().Count;
                return slots.Step(s => Philox.Fill(((uint*)s[state])[0], ((uint*)s[state])[1], 0, 0, (uint*)s[y], count));
            }

            case RandomUnits or RandomNormal:
            {
                int state = slots.Inputs[0];
                long count = slots.OutputShape().Count;
                return slots.Step(slots.Primitive is RandomUnits
                    ? s => Philox.FillUnits(((uint*)s[state])[0], ((uint*)s[state])[1], (float*)s[y], count)
                    : s => NormalNumbers.Fill(((uint*)s[state])[0], ((uint*)s[state])[1], (float*)s[y], count));
            }

            case Full full when size == 4:
            {
                uint bits = new Elementwise.LoopNumber(full.Value, full.DType).Bits;
                int count = checked((int)full.Shape.Count);
                return slots.Step(s => new Span<uint>(s[y], count).Fill(bits));
            }

            case StateCopies.Copy:
                return new CopyStep(slots.Inputs[0], y, slots.Node.Output.Bytes) { Bytes = slots.Bytes, Detail = slots.Detail };
            default:
                return null;
        }
    }

    private static KernelStep? SliceStep(NodeSlots slots, Slice slice)
    {
        Shape input = slots.InputShape(0);
        int[] strides = Broadcasting.ContiguousStrides(input);
        int offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += slice.Resolve(axis, input[axis]).Start * strides[axis];
            strides[axis] *= slice.Strides[axis];
        }

        return StridedStep(slots, strides, offset);
    }

    private static KernelStep? ReverseStep(NodeSlots slots, Reverse reverse)
    {
        Shape shape = slots.OutputShape();
        int[] strides = Broadcasting.ContiguousStrides(shape);
        int offset = 0;
        foreach (int axis in reverse.Axes.Span)
        {
            offset += (shape[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }

        return StridedStep(slots, strides, offset);
    }

    /// <summary>Fills, then places the operand. Negative padding, which crops, is left to the reference kernel.</summary>
    private static KernelStep? PadStep(NodeSlots slots, Pad pad)
    {
        Shape shape = slots.InputShape(0);
        if (shape.Rank == 0 || shape.Count == 0 || pad.Low.Span.ContainsAnyInRange(int.MinValue, -1) || pad.High.Span.ContainsAnyInRange(int.MinValue, -1))
        {
            return null;
        }

        int[] strides = Broadcasting.ContiguousStrides(slots.OutputShape());
        int offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += pad.Low[axis] * strides[axis];
            strides[axis] *= pad.Interior[axis] + 1;
        }

        (int x, int y, int count) = (slots.Inputs[0], slots.Outputs[0], checked((int)slots.OutputShape().Count));
        var view = new StridedView(shape.ToArray(), strides, offset, sizeof(uint));
        uint value = new Elementwise.LoopNumber(pad.Value, slots.Node.Output.DType).Bits;
        return slots.Step(s =>
        {
            new Span<uint>(s[y], count).Fill(value);
            view.Place(s[x], s[y]);
        });
    }

    /// <summary>Copies a strided view; steps of the innermost axis other than 0 and 1 are left to the reference kernel.</summary>
    private static KernelStep? StridedStep(NodeSlots slots, int[] strides, int offset)
    {
        Shape shape = slots.OutputShape();
        if (shape.Rank == 0)
        {
            return null;
        }

        (int x, int y, int size) = (slots.Inputs[0], slots.Outputs[0], slots.Node.Output.DType.Size());
        var view = new StridedView(shape.ToArray(), strides, offset, size);
        return slots.Step(s => view.Copy(s[x], s[y]));
    }

    private static KernelStep ConcatenateStep(NodeSlots slots, int axis)
    {
        int size = slots.Node.Output.DType.Size(), y = slots.Outputs[0];
        long outer = slots.OutputShape()[..axis].Count, rowBytes = slots.OutputShape()[axis..].Count * size;
        int[] inputs = slots.Inputs;
        long[] bytes = Array.ConvertAll(slots.Node.Inputs, input => input.Shape[axis..].Count * size);
        return slots.Step(s =>
        {
            long at = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                Rows.PlaceRows(outer, s[inputs[i]], bytes[i], s[y] + at, rowBytes);
                at += bytes[i];
            }
        });
    }

    private static bool IsHalf(GraphValue value) => value.DType is DType.BFloat16 or DType.Float16;

    private struct HalfConversion : IRangeJob
    {
        public void* From;
        public void* To;
        public bool Widens;
        public bool BFloat16;

        public readonly void Run(long first, long end)
        {
            if (Widens)
            {
                HalfFloats.Widen((ushort*)From + first, (float*)To + first, (int)(end - first), BFloat16);
            }
            else
            {
                HalfFloats.Narrow((float*)From + first, (ushort*)To + first, (int)(end - first), BFloat16);
            }
        }
    }
}
