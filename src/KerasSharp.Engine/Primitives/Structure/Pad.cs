using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Puts elements of one value before (<paramref name="Low"/>), after (<paramref name="High"/>) and between (<paramref name="Interior"/>) those of each axis.</summary>
internal sealed record Pad(IntList Low, IntList High, IntList Interior, double Value) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "pad";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape input = inputs[0].Shape;
        if (Low.Count != input.Rank || High.Count != input.Rank || Interior.Count != input.Rank)
        {
            throw Misfit($"there must be one amount for each axis, not {Low}, {High}, {Interior}.", inputs);
        }

        int[] dims = input.ToArray();
        for (int axis = 0; axis < dims.Length; axis++)
        {
            if (Low[axis] < 0 || High[axis] < 0 || Interior[axis] < 0)
            {
                throw Misfit($"amounts of padding must be at least 0, not {Low}, {High}, {Interior}.", inputs);
            }

            dims[axis] = dims[axis] < 0 ? -1 : Low[axis] + High[axis] + dims[axis] + (Math.Max(dims[axis] - 1, 0) * Interior[axis]);
        }

        outputs[0] = new TensorSpec(new Shape(dims), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        new Full(Value, outputs[0].Shape, outputs[0].DType).Evaluate([], outputs);
        switch (outputs[0].DType.Size())
        {
            case 1: Scatter<byte>(inputs[0], outputs[0]); break;
            case 2: Scatter<ushort>(inputs[0], outputs[0]); break;
            case 4: Scatter<uint>(inputs[0], outputs[0]); break;
            default: Scatter<ulong>(inputs[0], outputs[0]); break;
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Shape input = context.Inputs[0].Shape;
        var limits = new int[input.Rank];
        var strides = new int[input.Rank];
        for (int axis = 0; axis < input.Rank; axis++)
        {
            strides[axis] = Interior[axis] + 1;
            limits[axis] = input[axis] < 0
                ? High[axis] == 0 ? Slice.End : -High[axis]
                : Low[axis] + input[axis] + (Math.Max(input[axis] - 1, 0) * Interior[axis]);
        }

        return [Prim.Slice(context.Cotangent, Low.ToArray(), limits, strides)];
    }

    private void Scatter<T>(Operand input, Operand output)
        where T : unmanaged
    {
        ReadOnlySpan<T> x = input.As<T>();
        Span<T> y = output.As<T>();
        int[] strides = Broadcasting.ContiguousStrides(output.Shape), dims = input.Shape.ToArray(), index = new int[dims.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int at = 0;
            for (int axis = 0; axis < dims.Length; axis++)
            {
                at += (Low[axis] + (index[axis] * (Interior[axis] + 1))) * strides[axis];
            }

            y[at] = x[i];
            for (int axis = dims.Length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }
}

internal static partial class Prim
{
    /// <summary>Puts elements of one value around, and between, those of the operand.</summary>
    public static Tensor Pad(Tensor x, int[] low, int[] high, double value = 0, int[]? interior = null)
    {
        interior ??= new int[x.Rank];
        return Array.TrueForAll(low, n => n == 0) && Array.TrueForAll(high, n => n == 0) && Array.TrueForAll(interior, n => n == 0)
            ? x
            : Dispatch.Bind1(new Pad(new IntList(low), new IntList(high), new IntList(interior), value), x);
    }
}
