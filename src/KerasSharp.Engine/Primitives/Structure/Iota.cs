using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Each element is its own index along one axis.</summary>
internal sealed record Iota(Shape Shape, int Axis, DType DType) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "iota";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(Shape, DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int inner = (int)Shape[(Axis + 1)..].Count;
        for (int i = 0; i < outputs[0].Count; i++)
        {
            ElementReader.WriteDouble(outputs[0], i, i / inner % Shape[Axis]);
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [];
}

internal static partial class Prim
{
    /// <summary>Each element is its own index along one axis.</summary>
    public static Tensor Iota(Shape shape, int axis, DType dtype) => Dispatch.Bind1(new Iota(shape, Axes.Normalize(axis, shape.Rank), dtype));
}
