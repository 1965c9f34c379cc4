using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The complement of a bool tensor.</summary>
internal sealed record LogicalNot : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "logical_not";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType == DType.Bool
        ? inputs[0].DType
        : throw Misfit("the operand must be a bool tensor.", inputs);

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        ReadOnlySpan<byte> x = inputs[0].Bytes;
        Span<byte> y = output.Bytes;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (byte)(x[i] ^ 1);
        }
    }
}

internal static partial class Prim
{
    /// <summary>The complement of a bool tensor.</summary>
    public static Tensor LogicalNot(Tensor x) => Dispatch.Bind1(new LogicalNot(), x);
}
