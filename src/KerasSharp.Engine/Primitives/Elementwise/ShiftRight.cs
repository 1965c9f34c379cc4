namespace KerasSharp.Primitives;

/// <summary>floor(x / 2^y), keeping the sign; shifts of at least the number of bits, and negative ones, leave only the sign.</summary>
internal sealed record ShiftRight : IntegerBinary<ShiftRight.Function>
{
    /// <inheritdoc/>
    public override string Name => "shift_right";

    internal readonly struct Function : IIntegerFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.IBinaryInteger<T>
        {
            int bits = x.GetByteCount() * 8;
            return x >> (T.IsNegative(y) || y >= T.CreateTruncating(bits) ? bits - 1 : int.CreateTruncating(y)) >> (T.IsNegative(y) || y >= T.CreateTruncating(bits) ? 1 : 0);
        }
    }
}

internal static partial class Prim
{
    /// <summary>floor(x / 2^y), keeping the sign; shifts of at least the number of bits, and negative ones, leave only the sign.</summary>
    public static Tensor ShiftRight(Tensor x, Tensor y) => Dispatch.Bind1(new ShiftRight(), x, y);
}
