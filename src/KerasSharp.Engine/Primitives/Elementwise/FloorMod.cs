namespace KerasSharp.Primitives;

/// <summary>x - floor(x / y) * y, with the sign of y (Python %). An integer modulo 0 is 0.</summary>
internal sealed record FloorMod : Binary<FloorMod.Function>
{
    /// <inheritdoc/>
    public override string Name => "floor_mod";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], y = context.Inputs[1], g = context.Cotangent;
        return [g, context.Needs(1) ? Prim.Negate(Prim.Multiply(g, Prim.Floor(Prim.Divide(x, y)))) : null];
    }

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T>
        {
            T r = Remainder.Function.Apply(x, y);
            return !T.IsZero(r) && T.IsNegative(r) != T.IsNegative(y) ? r + y : r;
        }
    }
}

internal static partial class Prim
{
    /// <summary>x - floor(x / y) * y, with the sign of y (Python %). An integer modulo 0 is 0.</summary>
    public static Tensor FloorMod(Tensor x, Tensor y) => Dispatch.Bind1(new FloorMod(), x, y);
}
