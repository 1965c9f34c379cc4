namespace KerasSharp.Primitives;

/// <summary>The remainder of x / y rounded towards zero, with the sign of x (C# %). An integer modulo 0 is 0.</summary>
internal sealed record Remainder : Binary<Remainder.Function>
{
    /// <inheritdoc/>
    public override string Name => "remainder";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], y = context.Inputs[1], g = context.Cotangent;
        return [g, context.Needs(1) ? Prim.Negate(Prim.Multiply(g, Prim.Trunc(Prim.Divide(x, y)))) : null];
    }

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => NumberKind<T>.IsFloat ? x % y : T.IsZero(y) || (T.IsNegative(y) && y + T.One == T.Zero) ? T.Zero : x % y;
    }
}

internal static partial class Prim
{
    /// <summary>The remainder of x / y rounded towards zero, with the sign of x (C# %). An integer modulo 0 is 0.</summary>
    public static Tensor Remainder(Tensor x, Tensor y) => Dispatch.Bind1(new Remainder(), x, y);
}
