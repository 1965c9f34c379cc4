using System.Numerics;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A reduction over axes, which are removed from the shape; the dtype stays.</summary>
internal abstract record Reduction(Axes Axes) : Primitive
{
    /// <inheritdoc/>
    public sealed override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        var kept = new List<int>();
        for (int axis = 0; axis < inputs[0].Shape.Rank; axis++)
        {
            if (!Axes.Contains(axis))
            {
                kept.Add(inputs[0].Shape[axis]);
            }
        }

        outputs[0] = new TensorSpec(new Shape([.. kept]), inputs[0].DType);
    }

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        // Bring the reduced axes last, then reduce each row.
        Operand input = inputs[0];
        int rank = input.Shape.Rank;
        var order = new List<int>(rank);
        for (int axis = 0; axis < rank; axis++)
        {
            if (!Axes.Contains(axis))
            {
                order.Add(axis);
            }
        }

        order.AddRange(Axes.Span.ToArray());
        int[] strides = Broadcasting.Strides(input.Shape, input.Shape);
        int[] moved = [.. order.Select(axis => strides[axis])];
        Tensor rows = Tensor.Allocate(new Shape([.. order.Select(axis => input.Shape[axis])]), input.DType);
        Strided.Copy(input, moved, 0, rows.Data);
        var runner = new Runner(this, rows.Data, outputs[0]);
        NumberTypes.Visit(input.DType, ref runner);
        GC.KeepAlive(rows);
    }

    /// <summary>Reduces one run of values; empty runs give the identity element or throw where there is none.</summary>
    protected abstract void Reduce<T>(ReadOnlySpan<T> values, out T result)
        where T : unmanaged, INumber<T>;

    /// <summary>A reduced tensor with the reduced axes put back, of size 1.</summary>
    protected Tensor KeepAxes(Tensor reduced, Tensor input)
    {
        int[] dims = input.Shape.ToArray();
        foreach (int axis in Axes.Span)
        {
            dims[axis] = 1;
        }

        return Prim.Reshape(reduced, new Shape(dims));
    }

    /// <summary>The gradient of an extreme: elements equal to it share its cotangent evenly.</summary>
    protected Tensor ShareAmongEqual(in GradientContext context)
    {
        Tensor x = context.Inputs[0], equal = Prim.Equal(x, KeepAxes(context.Outputs[0], x));
        Tensor count = Prim.ReduceSum(Prim.Convert(equal, x.DType), Axes.Span.ToArray());
        return Axes.Count == 0
            ? context.Cotangent
            : Prim.Select(equal, KeepAxes(Prim.Divide(context.Cotangent, count), x), Prim.Scalar(0, x.DType));
    }

    private readonly struct Runner(Reduction reduction, Operand rows, Operand output) : INumberVisitor
    {
        public void Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> x = rows.As<T>();
            Span<T> y = output.As<T>();
            int length = y.Length == 0 ? 0 : x.Length / y.Length;
            for (int i = 0; i < y.Length; i++)
            {
                reduction.Reduce(x.Slice(i * length, length), out y[i]);
            }
        }

        public void VisitBFloat16()
        {
            ReadOnlySpan<BFloat16> x = rows.As<BFloat16>();
            Span<BFloat16> y = output.As<BFloat16>();
            int length = y.Length == 0 ? 0 : x.Length / y.Length;
            var row = new float[length];
            for (int i = 0; i < y.Length; i++)
            {
                for (int k = 0; k < length; k++)
                {
                    row[k] = x[(i * length) + k];
                }

                reduction.Reduce<float>(row, out float result);
                y[i] = (BFloat16)result;
            }
        }
    }
}
