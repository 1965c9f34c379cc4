using System.Numerics;
using KerasSharp.Cpu.Kernels.Sorting;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>Sorting, the largest elements of rows, and searching in what is sorted, in every dtype.</summary>
internal static unsafe class SortingKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        if (slots.Primitive is not (Sort or ArgSort or TopK or SearchSorted) || slots.OutputShape().Count == 0)
        {
            return null;
        }

        var maker = new Maker { Slots = slots };
        NumberTypes.Visit(slots.Node.Inputs[0].DType, ref maker);
        return slots.Step(maker.Body!);
    }

    private struct Maker : INumberVisitor
    {
        public NodeSlots Slots;

        public KernelBody? Body;

        public void Visit<T>()
            where T : unmanaged, INumber<T> => Body = Make<T>(Slots);

        public void VisitBFloat16() => Body = Make<BFloat16>(Slots);

        private static KernelBody Make<T>(NodeSlots slots)
            where T : unmanaged
        {
            (int x, int y, Shape shape) = (slots.Inputs[0], slots.Outputs[0], slots.InputShape(0));
            switch (slots.Primitive)
            {
                case TopK top:
                {
                    (int columns, int k, int places) = (shape[^1], top.K, slots.Outputs[1]);
                    long rows = shape.Count / columns;
                    return s => LargestOfRows.Run(rows, columns, k, (T*)s[x], (T*)s[y], (int*)s[places]);
                }

                case SearchSorted search:
                {
                    (int size, int values, bool after) = (shape[0], slots.Inputs[1], search.After);
                    long count = slots.OutputShape().Count;
                    return s => SortedSearch.Run(size, (T*)s[x], after, count, (T*)s[values], (int*)s[y]);
                }

                default:
                {
                    int axis = slots.Primitive is Sort sort ? sort.Axis : ((ArgSort)slots.Primitive).Axis;
                    (long outer, int size, int inner) = (shape[..axis].Count, shape[axis], (int)shape[(axis + 1)..].Count);
                    return slots.Primitive is Sort
                        ? s => LineSort.Sort(outer, size, inner, (T*)s[x], (T*)s[y])
                        : s => LineSort.ArgSort(outer, size, inner, (T*)s[x], (int*)s[y]);
                }
            }
        }
    }
}
