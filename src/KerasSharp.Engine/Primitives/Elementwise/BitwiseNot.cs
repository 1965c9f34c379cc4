using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The complement of an integer tensor, bit by bit; of bools, the logical one.</summary>
internal sealed record BitwiseNot : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "bitwise_not";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType is var dtype && !dtype.IsFloating()
        ? inputs[0].DType
        : throw Misfit("the operand must be an integer or bool tensor.", inputs);

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        ReadOnlySpan<byte> x = inputs[0].Bytes;
        Span<byte> y = output.Bytes;
        byte mask = output.DType == DType.Bool ? (byte)1 : (byte)0xFF;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (byte)(x[i] ^ mask);
        }
    }
}

internal static partial class Prim
{
    /// <summary>The complement of an integer tensor, bit by bit; of bools, the logical one.</summary>
    public static Tensor BitwiseNot(Tensor x) => Dispatch.Bind1(new BitwiseNot(), x);
}
