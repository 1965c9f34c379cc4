using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The k largest elements along the last axis, largest first, and their indices (int32). Of equal elements the first comes first.</summary>
internal sealed record TopK(int K) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "top_k";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape;
        if (x.Rank == 0 || K < 0 || (x[^1] >= 0 && x[^1] < K))
        {
            throw Misfit($"the last axis must have at least k = {K} elements.", inputs);
        }

        outputs[0] = new TensorSpec(x.With(x.Rank - 1, K), inputs[0].DType);
        outputs[1] = new TensorSpec(outputs[0].Shape, DType.Int32);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Operand x = inputs[0], values = outputs[0], indices = outputs[1];
        int size = x.DType.Size(), at = 0;
        Ordering.Visit(x, x.Shape.Rank - 1, true, (start, _, order) =>
        {
            for (int k = 0; k < K; k++, at++)
            {
                x.Bytes.Slice((start + order[k]) * size, size).CopyTo(values.Bytes[(at * size)..]);
                indices.As<int>()[at] = order[k];
            }
        });
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        int last = context.Inputs[0].Rank - 1;
        return [Dispatch.Bind1(new ScatterAddAlongAxis(last, context.Inputs[0].Shape[last]), context.CotangentOrZero(0), context.Outputs[1])];
    }
}

internal static partial class Prim
{
    /// <summary>The k largest elements along the last axis and their indices.</summary>
    public static (Tensor Values, Tensor Indices) TopK(Tensor x, int k) => Dispatch.Bind(new TopK(k), x) is [var values, var indices] ? (values, indices) : default;
}
