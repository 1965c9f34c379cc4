using System.Numerics;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Along an axis, each element combined with all before it (or, reversed, after it). Shape and dtype stay.</summary>
internal abstract record Cumulative(int Axis, bool Backward) : Primitive
{
    /// <inheritdoc/>
    public sealed override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var runner = new Runner(this, inputs[0], outputs[0]);
        NumberTypes.Visit(inputs[0].DType, ref runner);
    }

    /// <summary>The result so far combined with the next element.</summary>
    protected abstract T Combine<T>(T soFar, T next)
        where T : INumber<T>;

    /// <summary>
    /// The gradient of a running extreme: the cotangents of the run of results that an element leads flow to that element. Elements equal to their
    /// result lead; of equal ones the latest.
    /// </summary>
    protected Tensor SendToLeaders(in GradientContext context)
    {
        Tensor x = context.Inputs[0], leads = Prim.Equal(x, context.Outputs[0]);
        Tensor follows = Prim.Convert(Prim.LogicalNot(leads), x.DType);
        Tensor sums = Prim.LinearRecurrence(LinearRecurrence.Shift(follows, Axis, !Backward), context.Cotangent, Axis, !Backward);
        return Prim.Select(leads, sums, Prim.Scalar(0, x.DType));
    }

    private void Run<T>(ReadOnlySpan<T> x, Span<T> y, Shape shape)
        where T : unmanaged, INumber<T>
    {
        int size = shape[Axis], inner = (int)shape[(Axis + 1)..].Count;
        for (int lane = 0; size > 0 && lane < x.Length / size; lane++)
        {
            int start = (lane / inner * size * inner) + (lane % inner);
            for (int k = 0; k < size; k++)
            {
                int at = start + ((Backward ? size - 1 - k : k) * inner), before = Backward ? at + inner : at - inner;
                y[at] = k == 0 ? x[at] : Combine(y[before], x[at]);
            }
        }
    }

    private readonly struct Runner(Cumulative cumulative, Operand input, Operand output) : INumberVisitor
    {
        public void Visit<T>()
            where T : unmanaged, INumber<T> => cumulative.Run(input.As<T>(), output.As<T>(), input.Shape);

        public void VisitBFloat16()
        {
            float[] x = new float[input.Count], y = new float[input.Count];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = input.As<BFloat16>()[i];
            }

            cumulative.Run(x, y, input.Shape);
            for (int i = 0; i < x.Length; i++)
            {
                output.As<BFloat16>()[i] = (BFloat16)y[i];
            }
        }
    }
}
