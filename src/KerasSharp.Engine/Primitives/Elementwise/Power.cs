namespace KerasSharp.Primitives;

/// <summary>x to the y. Integers wrap; an integer to a negative power is 0, but for 1 and -1. The gradient is finite at x = 0 where the limit is.</summary>
internal sealed record Power : Binary<Power.Function>
{
    /// <inheritdoc/>
    public override string Name => "power";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], y = context.Inputs[1], g = context.Cotangent;
        Tensor zero = Prim.Scalar(0, g.DType), one = Prim.Scalar(1, g.DType);
        Tensor? dx = null, dy = null;
        if (context.Needs(0))
        {
            // Where y is 0 the exponent y - 1 is replaced, so that 0 * 0^-1 is 0.
            Tensor lower = Prim.Subtract(Prim.Select(Prim.Equal(y, zero), one, y), one);
            dx = Prim.Multiply(g, Prim.Multiply(y, Prim.Power(x, lower)));
        }

        if (context.Needs(1))
        {
            Tensor safe = Prim.Select(Prim.Equal(x, zero), one, x);
            dy = Prim.Multiply(g, Prim.Multiply(context.Outputs[0], Prim.Log(safe)));
        }

        return [dx, dy];
    }

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T>
        {
            if (NumberKind<T>.IsFloat)
            {
                return T.CreateTruncating(Math.Pow(double.CreateTruncating(x), double.CreateTruncating(y)));
            }

            if (T.IsNegative(y))
            {
                T odd = T.IsOddInteger(y) ? x : T.One;
                return x == T.One || (T.IsNegative(x) && x + T.One == T.Zero) ? odd : T.Zero;
            }

            // By repeated squaring.
            T result = T.One, two = T.One + T.One;
            while (y > T.Zero)
            {
                result = T.IsOddInteger(y) ? unchecked(result * x) : result;
                x = unchecked(x * x);
                y /= two;
            }

            return result;
        }
    }
}

internal static partial class Prim
{
    /// <summary>x to the y. Integers wrap; an integer to a negative power is 0, but for 1 and -1. The gradient is finite at x = 0 where the limit is.</summary>
    public static Tensor Power(Tensor x, Tensor y) => Dispatch.Bind1(new Power(), x, y);
}
