namespace KerasSharp.Primitives;

/// <summary>x * 2^y, wrapping; 0 where y is negative or at least the number of bits.</summary>
internal sealed record ShiftLeft : IntegerBinary<ShiftLeft.Function>
{
    /// <inheritdoc/>
    public override string Name => "shift_left";

    internal readonly struct Function : IIntegerFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.IBinaryInteger<T>
        {
            int bits = x.GetByteCount() * 8;
            return T.IsNegative(y) || y >= T.CreateTruncating(bits) ? T.Zero : x << int.CreateTruncating(y);
        }
    }
}

internal static partial class Prim
{
    /// <summary>x * 2^y, wrapping; 0 where y is negative or at least the number of bits.</summary>
    public static Tensor ShiftLeft(Tensor x, Tensor y) => Dispatch.Bind1(new ShiftLeft(), x, y);
}
