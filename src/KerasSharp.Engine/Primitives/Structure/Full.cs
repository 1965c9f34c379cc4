using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A tensor filled with one number, given as double and converted to the dtype.</summary>
internal sealed record Full(double Value, Shape Shape, DType DType) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "full";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(
        Shape, DType != DType.String ? DType : throw new ArgumentException($"full: a tensor of text cannot be filled with a number. Received: value={Value}. Use Tensor.From."));

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Operand y = outputs[0];
        if (y.Count == 0)
        {
            return;
        }

        ElementReader.WriteDouble(y, 0, Value);
        switch (DType.Size())
        {
            case 1: y.As<byte>().Fill(y.As<byte>()[0]); break;
            case 2: y.As<ushort>().Fill(y.As<ushort>()[0]); break;
            case 4: y.As<uint>().Fill(y.As<uint>()[0]); break;
            default: y.As<ulong>().Fill(y.As<ulong>()[0]); break;
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [];
}

internal static partial class Prim
{
    /// <summary>A tensor filled with one number.</summary>
    public static Tensor Full(double value, Shape shape, DType dtype) => Dispatch.Bind1(new Full(value, shape, dtype));

    /// <summary>A scalar.</summary>
    public static Tensor Scalar(double value, DType dtype) => Full(value, Shape.Scalar, dtype);

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype) => Full(0, shape, dtype);

    /// <summary>Ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype) => Full(1, shape, dtype);
}
