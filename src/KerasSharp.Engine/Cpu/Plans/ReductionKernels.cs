using System.Numerics;
using KerasSharp.Cpu.Kernels.Reduction;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Reductions over neighbouring axes in float32 and float64, arg-reductions of rows, running sums.</summary>
internal static unsafe class ReductionKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        if (slots.Node.Inputs.Length == 0 || slots.InputShape(0).Count == 0)
        {
            return null;
        }

        (int x, int y) = (slots.Inputs[0], slots.Outputs[0]);
        DType dtype = slots.Node.Inputs[0].DType;
        if (slots.Primitive is Primitives.ArgReduction arg && dtype == DType.Float32 && arg.Axis == slots.InputShape(0).Rank - 1)
        {
            int columns = slots.InputShape(0)[^1];
            long rows = slots.InputShape(0).Count / columns;
            return arg is ArgMax
                ? slots.Step(s => ArgReduce.ArgMax(rows, columns, (float*)s[x], (int*)s[y]))
                : slots.Step(s => ArgReduce.ArgMin(rows, columns, (float*)s[x], (int*)s[y]));
        }

        if (slots.Primitive is CumulativeSum sum && dtype is (DType.Float32 or DType.Float64 or DType.Int32))
        {
            Shape shape = slots.InputShape(0);
            long before = shape[..sum.Axis].Count;
            int size = shape[sum.Axis], after = (int)shape[(sum.Axis + 1)..].Count;
            return slots.Step(dtype switch
            {
                DType.Float32 => s => RunningSum.Run(before, size, after, sum.Backward, (float*)s[x], (float*)s[y]),
                DType.Float64 => s => RunningSum.Run(before, size, after, sum.Backward, (double*)s[x], (double*)s[y]),
                _ => s => RunningSum.Run(before, size, after, sum.Backward, (int*)s[x], (int*)s[y]),
            });
        }

        if (slots.Primitive is not Primitives.Reduction reduction)
        {
            return null;
        }

        if (dtype is not (DType.Float32 or DType.Float64))
        {
            var maker = new IntegerMaker { Slots = slots };
            NumberTypes.Visit(dtype, ref maker);
            return maker.Body is null ? null : slots.Step(maker.Body);
        }

        (int outer, int reduced, int inner) = ReductionLayout.Sizes(slots.InputShape(0), reduction.Axes);
        bool single = dtype == DType.Float32;
        KernelBody? body = (reduction, single) switch
        {
            (ReduceSum, true) => s => Reduce.Sum(outer, reduced, inner, (float*)s[x], (float*)s[y]),
            (ReduceSum, false) => s => Reduce.Sum(outer, reduced, inner, (double*)s[x], (double*)s[y]),
            (ReduceMax, true) => s => Reduce.Max(outer, reduced, inner, (float*)s[x], (float*)s[y]),
            (ReduceMax, false) => s => Reduce.Max(outer, reduced, inner, (double*)s[x], (double*)s[y]),
            (ReduceMin, true) => s => Reduce.Min(outer, reduced, inner, (float*)s[x], (float*)s[y]),
            (ReduceMin, false) => s => Reduce.Min(outer, reduced, inner, (double*)s[x], (double*)s[y]),
            (ReduceProd, true) => s => Reduce.Prod(outer, reduced, inner, (float*)s[x], (float*)s[y]),
            (ReduceProd, false) => s => Reduce.Prod(outer, reduced, inner, (double*)s[x], (double*)s[y]),
            _ => null,
        };
        return body is null ? null : slots.Step(body);
    }

    /// <summary>Sums and extremes of integers; other reductions, and those of bool, are left to the reference kernel.</summary>
    private struct IntegerMaker : INumberVisitor
    {
        public NodeSlots Slots;

        public KernelBody? Body;

        public void Visit<T>()
            where T : unmanaged, INumber<T>
        {
            IntegerReduction? kind = !Slots.Node.Inputs[0].DType.IsInteger() ? null : Slots.Primitive switch
            {
                ReduceSum => IntegerReduction.Sum,
                ReduceMax => IntegerReduction.Max,
                ReduceMin => IntegerReduction.Min,
                _ => null,
            };
            if (kind is { } known)
            {
                (int x, int y) = (Slots.Inputs[0], Slots.Outputs[0]);
                (int outer, int reduced, int inner) = ReductionLayout.Sizes(Slots.InputShape(0), ((Primitives.Reduction)Slots.Primitive).Axes);
                Body = s => IntegerReduce.Run(known, outer, reduced, inner, (T*)s[x], (T*)s[y]);
            }
        }

        public readonly void VisitBFloat16()
        {
        }
    }
}
