using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Permutes axes: axis i of the result is axis <c>Order[i]</c> of the operand.</summary>
internal sealed record Transpose(IntList Order) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "transpose";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape input = inputs[0].Shape;
        if (Order.Count != input.Rank || Order.ToArray().Order().Where((axis, i) => axis != i).Any())
        {
            throw Misfit($"the order {Order} must name each axis of the operand once.", inputs);
        }

        outputs[0] = new TensorSpec(new Shape(Array.ConvertAll(Order.ToArray(), axis => input[axis])), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int[] strides = Broadcasting.ContiguousStrides(inputs[0].Shape);
        Strided.Copy(inputs[0], Array.ConvertAll(Order.ToArray(), axis => strides[axis]), 0, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        var inverse = new int[Order.Count];
        for (int i = 0; i < inverse.Length; i++)
        {
            inverse[Order[i]] = i;
        }

        return [Prim.Transpose(context.Cotangent, inverse)];
    }
}

internal static partial class Prim
{
    /// <summary>The operand with its axes in another order.</summary>
    public static Tensor Transpose(Tensor x, params int[] order) =>
        order.Length == x.Rank && order.AsSpan().SequenceEqual(Enumerable.Range(0, order.Length).ToArray()) ? x : Dispatch.Bind1(new Transpose(new IntList(order)), x);
}
