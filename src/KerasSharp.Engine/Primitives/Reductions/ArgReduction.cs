using System.Numerics;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The index (int32) of an extreme element along an axis, which is removed.</summary>
internal abstract record ArgReduction(int Axis) : Primitive
{
    /// <inheritdoc/>
    protected override string NoGradientReason => "an index is a whole number.";

    /// <inheritdoc/>
    public sealed override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0].Shape[Axis] != 0
        ? new TensorSpec(inputs[0].Shape.Remove(Axis), DType.Int32)
        : throw Misfit($"axis {Axis} must not be empty.", inputs);

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var runner = new Runner(this, inputs[0], outputs[0]);
        NumberTypes.Visit(inputs[0].DType, ref runner);
    }

    /// <summary>Whether a later element replaces the best one so far.</summary>
    protected abstract bool Beats<T>(T candidate, T best)
        where T : INumber<T>;

    private void Run<T>(ReadOnlySpan<T> x, Operand input, Operand output)
        where T : unmanaged, INumber<T>
    {
        Span<int> y = output.As<int>();
        int size = input.Shape[Axis], inner = (int)input.Shape[(Axis + 1)..].Count;
        for (int i = 0; i < y.Length; i++)
        {
            int start = (i / inner * size * inner) + (i % inner), best = 0;
            for (int k = 1; k < size && !T.IsNaN(x[start + (best * inner)]); k++)
            {
                T candidate = x[start + (k * inner)];
                best = T.IsNaN(candidate) || Beats(candidate, x[start + (best * inner)]) ? k : best;
            }

            y[i] = best;
        }
    }

    private readonly struct Runner(ArgReduction reduction, Operand input, Operand output) : INumberVisitor
    {
        public void Visit<T>()
            where T : unmanaged, INumber<T> => reduction.Run<T>(input.As<T>(), input, output);

        public void VisitBFloat16()
        {
            var wide = new float[input.Count];
            for (int i = 0; i < wide.Length; i++)
            {
                wide[i] = input.As<BFloat16>()[i];
            }

            reduction.Run<float>(wide, input, output);
        }
    }
}
