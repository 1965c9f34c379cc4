using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Picks slices along an axis: result[a, i, b] = x[a, indices[i], b]. Operands: x, int32 indices of any shape. The result's shape is
/// x.shape[:axis] + indices.shape + x.shape[axis+1:]. Indices outside the axis are brought to its ends.
/// </summary>
internal sealed record Gather(int Axis) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "gather";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (inputs[1].DType != DType.Int32)
        {
            throw Misfit("the indices must be int32.", inputs);
        }

        Shape x = inputs[0].Shape;
        outputs[0] = new TensorSpec(x[..Axis].Concat(inputs[1].Shape).Concat(x[(Axis + 1)..]), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Shape shape = inputs[0].Shape;
        int size = shape[Axis], slice = (int)shape[(Axis + 1)..].Count * inputs[0].DType.Size(), outer = (int)shape[..Axis].Count;
        ReadOnlySpan<int> indices = inputs[1].As<int>();
        ReadOnlySpan<byte> x = inputs[0].Bytes;
        Span<byte> y = outputs[0].Bytes;
        for (int a = 0; a < outer; a++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                int from = (a * size) + Math.Clamp(indices[i], 0, size - 1);
                x.Slice(from * slice, slice).CopyTo(y[(((a * indices.Length) + i) * slice)..]);
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [Prim.ScatterAddAxis(context.Cotangent, context.Inputs[1], Axis, context.Inputs[0].Shape), null];
}

/// <summary>
/// The transpose of <see cref="Gather"/>: a tensor of shape <see cref="Target"/> in which slice indices[i] along the axis is the sum of the slices i of
/// the updates. Operands: updates, int32 indices.
/// </summary>
internal sealed record ScatterAddAxis(int Axis, Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "scatter_add";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(Target, inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int size = Target[Axis], slice = (int)Target[(Axis + 1)..].Count, outer = (int)Target[..Axis].Count;
        ReadOnlySpan<int> indices = inputs[1].As<int>();
        double[] updates = Doubles.Read(inputs[0]), sums = new double[outputs[0].Count];
        for (int a = 0; a < outer; a++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                int to = ((a * size) + Math.Clamp(indices[i], 0, size - 1)) * slice, from = ((a * indices.Length) + i) * slice;
                for (int b = 0; b < slice; b++)
                {
                    sums[to + b] += updates[from + b];
                }
            }
        }

        Doubles.Write(sums, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Gather(context.Cotangent, context.Inputs[1], Axis), null];
}

internal static partial class Prim
{
    /// <summary>Slices of x along an axis, picked by int32 indices.</summary>
    public static Tensor Gather(Tensor x, Tensor indices, int axis) => Dispatch.Bind1(new Gather(Axes.Normalize(axis, x.Rank)), x, indices);

    /// <summary>Sums slices into a tensor of zeros along an axis.</summary>
    public static Tensor ScatterAddAxis(Tensor updates, Tensor indices, int axis, Shape target) =>
        Dispatch.Bind1(new ScatterAddAxis(axis, target), updates, indices);
}
