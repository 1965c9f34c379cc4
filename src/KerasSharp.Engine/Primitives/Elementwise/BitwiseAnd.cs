namespace KerasSharp.Primitives;

/// <summary>The bits set in both integers; of bools, logical and.</summary>
internal sealed record BitwiseAnd : IntegerBinary<BitwiseAnd.Function>
{
    /// <inheritdoc/>
    public override string Name => "and";

    internal readonly struct Function : IIntegerFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.IBinaryInteger<T> => x & y;
    }
}

internal static partial class Prim
{
    /// <summary>The bits set in both integers; of bools, logical and.</summary>
    public static Tensor BitwiseAnd(Tensor x, Tensor y) => Dispatch.Bind1(new BitwiseAnd(), x, y);
}
