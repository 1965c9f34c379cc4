namespace KerasSharp.Primitives;

/// <summary>The bits set in either integer; of bools, logical or.</summary>
internal sealed record BitwiseOr : IntegerBinary<BitwiseOr.Function>
{
    /// <inheritdoc/>
    public override string Name => "or";

    internal readonly struct Function : IIntegerFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.IBinaryInteger<T> => x | y;
    }
}

internal static partial class Prim
{
    /// <summary>The bits set in either integer; of bools, logical or.</summary>
    public static Tensor BitwiseOr(Tensor x, Tensor y) => Dispatch.Bind1(new BitwiseOr(), x, y);
}
