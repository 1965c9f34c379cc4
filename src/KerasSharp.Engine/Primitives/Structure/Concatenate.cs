using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Joins operands of the same dtype along one axis; all other sizes are equal.</summary>
internal sealed record Concatenate(int Axis) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "concatenate";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        int[] dims = inputs[0].Shape.ToArray();
        for (int i = 1; i < inputs.Length; i++)
        {
            Shape next = inputs[i].Shape;
            if (next.Rank != dims.Length || inputs[i].DType != inputs[0].DType)
            {
                throw Misfit("the operands must have the same rank and dtype.", inputs);
            }

            for (int axis = 0; axis < dims.Length; axis++)
            {
                if (axis == Axis)
                {
                    dims[axis] = dims[axis] < 0 || next[axis] < 0 ? -1 : dims[axis] + next[axis];
                }
                else if (dims[axis] != next[axis] && dims[axis] >= 0 && next[axis] >= 0)
                {
                    throw Misfit($"all sizes but that of axis {Axis}, the one of concatenation, must match.", inputs);
                }
                else
                {
                    dims[axis] = Math.Max(dims[axis], next[axis]);
                }
            }
        }

        outputs[0] = new TensorSpec(new Shape(dims), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Span<byte> y = outputs[0].Bytes;
        int outer = (int)outputs[0].Shape[..Axis].Count, at = 0;
        for (int row = 0; row < outer; row++)
        {
            foreach (Operand input in inputs)
            {
                int bytes = input.Bytes.Length / outer;
                input.Bytes.Slice(row * bytes, bytes).CopyTo(y[at..]);
                at += bytes;
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        var result = new Tensor?[context.Inputs.Length];
        int start = 0;
        for (int i = 0; i < result.Length; i++)
        {
            int size = context.Inputs[i].Shape[Axis];
            if (size < 0 || start < 0)
            {
                // Only shapes are being inferred; the parts follow when the sizes are known.
                result[i] = Prim.BroadcastTo(Prim.Scalar(0, context.Inputs[i].DType), context.Inputs[i].Shape);
                start = -1;
                continue;
            }

            result[i] = context.Needs(i) ? Prim.SliceAxis(context.Cotangent, Axis, start, start + size) : null;
            start += size;
        }

        return result;
    }
}

internal static partial class Prim
{
    /// <summary>Joins tensors along one axis.</summary>
    public static Tensor Concatenate(int axis, params Tensor[] parts) =>
        parts.Length == 1 ? parts[0] : Dispatch.Bind1(new Concatenate(Axes.Normalize(axis, parts[0].Rank)), parts);
}
