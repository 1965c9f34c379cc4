namespace KerasSharp.Primitives;

/// <summary>Both of two bool tensors.</summary>
internal sealed record LogicalAnd : Binary<LogicalAnd.Function>
{
    /// <inheritdoc/>
    public override string Name => "logical_and";

    /// <inheritdoc/>
    protected override string? Requirement(DType dtype) => dtype == DType.Bool ? null : "the operands must be bool tensors.";

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => !T.IsZero(x) && !T.IsZero(y) ? T.One : T.Zero;
    }
}

internal static partial class Prim
{
    /// <summary>Both of two bool tensors.</summary>
    public static Tensor LogicalAnd(Tensor x, Tensor y) => Dispatch.Bind1(new LogicalAnd(), x, y);
}
