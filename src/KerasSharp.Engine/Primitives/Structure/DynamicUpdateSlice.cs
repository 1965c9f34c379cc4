using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The first operand with a block replaced by the second one, starting where the third says: an int32 vector with one index for each axis, clamped
/// so that the block lies inside.
/// </summary>
internal sealed record DynamicUpdateSlice : Primitive
{
    /// <inheritdoc/>
    public override string Name => "dynamic_update_slice";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape input = inputs[0].Shape, update = inputs[1].Shape;
        bool fits = update.Rank == input.Rank && inputs[1].DType == inputs[0].DType && inputs[2].DType == DType.Int32
            && inputs[2].Shape.IsCompatibleWith(Shape.Of(input.Rank));
        for (int axis = 0; fits && axis < input.Rank; axis++)
        {
            fits = input[axis] < 0 || update[axis] <= input[axis];
        }

        outputs[0] = fits ? inputs[0] : throw Misfit(
            "the update must have the rank and dtype of the operand and fit into it, and its starts be an int32 vector with one index for each axis.", inputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        inputs[0].Bytes.CopyTo(outputs[0].Bytes);
        int offset = DynamicSlice.Offset(inputs[0].Shape, inputs[1].Shape.Span, inputs[2].As<int>());
        int[] strides = Broadcasting.ContiguousStrides(inputs[0].Shape), dims = inputs[1].Shape.ToArray(), index = new int[dims.Length];
        int size = inputs[0].DType.Size();
        ReadOnlySpan<byte> update = inputs[1].Bytes;
        Span<byte> y = outputs[0].Bytes;
        for (int i = 0; i < inputs[1].Count; i++)
        {
            int at = offset;
            for (int axis = 0; axis < dims.Length; axis++)
            {
                at += index[axis] * strides[axis];
            }

            update.Slice(i * size, size).CopyTo(y[(at * size)..]);
            for (int axis = dims.Length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor update = context.Inputs[1], starts = context.Inputs[2], g = context.Cotangent;
        return
        [
            context.Needs(0) ? Prim.DynamicUpdateSlice(g, Prim.Zeros(update.Shape, update.DType), starts) : null,
            context.Needs(1) ? Prim.DynamicSlice(g, starts, update.Shape.ToArray()) : null,
            null,
        ];
    }
}

internal static partial class Prim
{
    /// <summary>A tensor with a block replaced at computed starts.</summary>
    public static Tensor DynamicUpdateSlice(Tensor x, Tensor update, Tensor starts) => Dispatch.Bind1(new DynamicUpdateSlice(), x, update, starts);
}
