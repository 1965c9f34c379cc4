using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A block of fixed sizes that starts where the second operand says: an int32 vector with one index for each axis. Starts are clamped so that the
/// block lies inside.
/// </summary>
internal sealed record DynamicSlice(IntList Sizes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "dynamic_slice";

    /// <summary>Element offset of a block of <paramref name="sizes"/> at clamped starts.</summary>
    public static int Offset(Shape shape, ReadOnlySpan<int> sizes, ReadOnlySpan<int> starts)
    {
        int[] strides = Broadcasting.ContiguousStrides(shape);
        int offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += Math.Clamp(starts[axis], 0, shape[axis] - sizes[axis]) * strides[axis];
        }

        return offset;
    }

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape input = inputs[0].Shape;
        bool fits = Sizes.Count == input.Rank && inputs[1].DType == DType.Int32 && inputs[1].Shape.IsCompatibleWith(Shape.Of(input.Rank));
        for (int axis = 0; fits && axis < input.Rank; axis++)
        {
            fits = input[axis] < 0 || Sizes[axis] <= input[axis];
        }

        outputs[0] = fits
            ? new TensorSpec(new Shape(Sizes.ToArray()), inputs[0].DType)
            : throw Misfit($"a block of sizes {Sizes} must fit into the operand, and its starts be an int32 vector with one index for each axis.", inputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) => Strided.Copy(
        inputs[0], Broadcasting.ContiguousStrides(inputs[0].Shape), Offset(inputs[0].Shape, Sizes.Span, inputs[1].As<int>()), outputs[0]);

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0];
        return [Prim.DynamicUpdateSlice(Prim.Zeros(x.Shape, x.DType), context.Cotangent, context.Inputs[1]), null];
    }
}

internal static partial class Prim
{
    /// <summary>A block of fixed sizes at computed starts.</summary>
    public static Tensor DynamicSlice(Tensor x, Tensor starts, int[] sizes) => Dispatch.Bind1(new DynamicSlice(new IntList(sizes)), x, starts);
}
