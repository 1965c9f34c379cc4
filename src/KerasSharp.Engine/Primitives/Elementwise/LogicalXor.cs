namespace KerasSharp.Primitives;

/// <summary>Exactly one of two bool tensors.</summary>
internal sealed record LogicalXor : Binary<LogicalXor.Function>
{
    /// <inheritdoc/>
    public override string Name => "logical_xor";

    /// <inheritdoc/>
    protected override string? Requirement(DType dtype) => dtype == DType.Bool ? null : "the operands must be bool tensors.";

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => T.IsZero(x) != T.IsZero(y) ? T.One : T.Zero;
    }
}

internal static partial class Prim
{
    /// <summary>Exactly one of two bool tensors.</summary>
    public static Tensor LogicalXor(Tensor x, Tensor y) => Dispatch.Bind1(new LogicalXor(), x, y);
}
