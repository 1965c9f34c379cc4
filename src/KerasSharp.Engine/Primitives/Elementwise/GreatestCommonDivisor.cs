namespace KerasSharp.Primitives;

/// <summary>The greatest common divisor of two integers, not negative; that of 0 and x is |x|. By Euclid's algorithm.</summary>
internal sealed record GreatestCommonDivisor : IntegerBinary<GreatestCommonDivisor.Function>
{
    /// <inheritdoc/>
    public override string Name => "gcd";

    internal readonly struct Function : IIntegerFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.IBinaryInteger<T>
        {
            while (!T.IsZero(y))
            {
                // The least number divided by -1 does not fit its type; the remainder is 0 all the same.
                (x, y) = (y, T.IsNegative(y) && T.IsZero(y + T.One) ? T.Zero : x % y);
            }

            return T.IsNegative(x) ? unchecked(T.Zero - x) : x;
        }
    }
}

internal static partial class Prim
{
    /// <summary>The greatest common divisor of two integers, not negative.</summary>
    public static Tensor GreatestCommonDivisor(Tensor x, Tensor y) => Dispatch.Bind1(new GreatestCommonDivisor(), x, y);
}
