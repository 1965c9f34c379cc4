using System.Numerics;
using KerasSharp.Cpu.Kernels.Layout;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Elements and slices by int32 indices: sums into tables, along an axis, by index vectors.</summary>
internal static unsafe class IndexingKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        if (slots.Primitive is CountEach && slots.OutputShape().Count > 0)
        {
            (int numbers, int counts, long count, long size) = (slots.Inputs[0], slots.Outputs[0], slots.InputShape(0).Count, slots.OutputShape().Count);
            return slots.Step(s => RowSums.Count(count, (int*)s[numbers], size, (int*)s[counts]));
        }

        if (slots.Primitive is not (ScatterAddAxis or Primitives.TakeAlongAxis or ScatterAddAlongAxis or GatherNd or Primitives.Scatter)
            || slots.OutputShape().Count == 0 || slots.InputShape(0).Count == 0 || slots.Node.Inputs[1].DType != DType.Int32)
        {
            return null;
        }

        (int x, int indices, int y) = (slots.Inputs[0], slots.Inputs[1], slots.Outputs[0]);
        Shape from = slots.InputShape(0), to = slots.OutputShape(), places = slots.InputShape(1);
        switch (slots.Primitive)
        {
            case Primitives.TakeAlongAxis take:
            {
                (long outer, int size, int count, int inner) = (from[..take.Axis].Count, from[take.Axis], to[take.Axis], (int)from[(take.Axis + 1)..].Count);
                return slots.Step(slots.Node.Output.DType.Size() switch
                {
                    1 => s => AlongAxis.Take(outer, size, count, inner, s[x], (int*)s[indices], s[y]),
                    2 => s => AlongAxis.Take(outer, size, count, inner, (ushort*)s[x], (int*)s[indices], (ushort*)s[y]),
                    4 => s => AlongAxis.Take(outer, size, count, inner, (uint*)s[x], (int*)s[indices], (uint*)s[y]),
                    _ => s => AlongAxis.Take(outer, size, count, inner, (ulong*)s[x], (int*)s[indices], (ulong*)s[y]),
                });
            }

            case ScatterAddAlongAxis scatter when slots.IsFloat:
            {
                (long outer, int size, int count, int inner) = (from[..scatter.Axis].Count, to[scatter.Axis], from[scatter.Axis], (int)from[(scatter.Axis + 1)..].Count);
                return slots.Step(s => AlongAxis.ScatterAdd(outer, size, count, inner, (float*)s[x], (int*)s[indices], (float*)s[y]));
            }

            case GatherNd:
            {
                int[] sizes = from[..places[^1]].ToArray();
                long count = places[..^1].Count, bytes = from[places[^1]..].Count * slots.Node.Output.DType.Size();
                return slots.Step(s =>
                {
                    fixed (int* size = sizes)
                    {
                        IndexedSlices.Gather(sizes.Length, size, count, (int*)s[indices], bytes, s[x], s[y]);
                    }
                });
            }

            default:
                var maker = new Maker { Slots = slots };
                NumberTypes.Visit(slots.Node.Output.DType, ref maker);
                return maker.Body is null ? null : slots.Step(maker.Body);
        }
    }

    /// <summary>What adds and joins numbers; floats of 16 bits and bool are left to the reference kernels.</summary>
    private struct Maker : INumberVisitor
    {
        public NodeSlots Slots;

        public KernelBody? Body;

        public void Visit<T>()
            where T : unmanaged, INumber<T>
        {
            if (typeof(T) == typeof(Half) || Slots.Node.Output.DType == DType.Bool)
            {
                return;
            }

            (int x, int indices, int y, Shape from) = (Slots.Inputs[0], Slots.Inputs[1], Slots.Outputs[0], Slots.InputShape(0));
            if (Slots.Primitive is ScatterAddAxis sum && sum.Target[..sum.Axis].Count == 1)
            {
                long rows = sum.Target[sum.Axis], count = Slots.InputShape(1).Count;
                int columns = (int)sum.Target[(sum.Axis + 1)..].Count;
                Body = s => RowSums.Run(count, (int*)s[indices], columns, (T*)s[x], rows, (T*)s[y]);
            }
            else if (Slots.Primitive is Primitives.Scatter scatter)
            {
                Shape places = Slots.InputShape(1);
                (ScatterKind kind, int updates, int[] sizes) = (scatter.Kind, Slots.Inputs[2], from[..places[^1]].ToArray());
                (long count, int slice, long bytes) = (places[..^1].Count, (int)from[places[^1]..].Count, Slots.Node.Output.Bytes);
                Body = s =>
                {
                    Buffer.MemoryCopy(s[x], s[y], bytes, bytes);
                    fixed (int* size = sizes)
                    {
                        IndexedSlices.Scatter(kind, sizes.Length, size, count, (int*)s[indices], slice, (T*)s[updates], (T*)s[y]);
                    }
                };
            }
        }

        public readonly void VisitBFloat16()
        {
        }
    }
}
