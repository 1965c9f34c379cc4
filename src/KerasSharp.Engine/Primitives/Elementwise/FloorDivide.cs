namespace KerasSharp.Primitives;

/// <summary>floor(x / y), exact for floats too (Python //). An integer divided by 0 is 0. Its gradient is zero.</summary>
internal sealed record FloorDivide : Binary<FloorDivide.Function>
{
    /// <inheritdoc/>
    public override string Name => "floor_divide";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null, null];

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T>
        {
            if (!NumberKind<T>.IsFloat)
            {
                T whole = Divide.Function.Apply(x, y), rest = Remainder.Function.Apply(x, y);
                return !T.IsZero(rest) && T.IsNegative(rest) != T.IsNegative(y) ? whole - T.One : whole;
            }

            if (T.IsZero(y))
            {
                return x / y;
            }

            // x minus its remainder divides without rounding error to speak of; round away what is left (CPython, float_floor_div).
            T exact = (x - FloorMod.Function.Apply(x, y)) / y;
            return T.CreateTruncating(Math.Round(double.CreateTruncating(exact)));
        }
    }
}

internal static partial class Prim
{
    /// <summary>floor(x / y), exact for floats too (Python //). An integer divided by 0 is 0. Its gradient is zero.</summary>
    public static Tensor FloorDivide(Tensor x, Tensor y) => Dispatch.Bind1(new FloorDivide(), x, y);
}
