namespace KerasSharp.Primitives;

/// <summary>Either of two bool tensors.</summary>
internal sealed record LogicalOr : Binary<LogicalOr.Function>
{
    /// <inheritdoc/>
    public override string Name => "logical_or";

    /// <inheritdoc/>
    protected override string? Requirement(DType dtype) => dtype == DType.Bool ? null : "the operands must be bool tensors.";

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => !T.IsZero(x) || !T.IsZero(y) ? T.One : T.Zero;
    }
}

internal static partial class Prim
{
    /// <summary>Either of two bool tensors.</summary>
    public static Tensor LogicalOr(Tensor x, Tensor y) => Dispatch.Bind1(new LogicalOr(), x, y);
}
