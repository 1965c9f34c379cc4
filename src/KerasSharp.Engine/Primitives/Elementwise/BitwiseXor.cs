namespace KerasSharp.Primitives;

/// <summary>The bits set in exactly one of two integers; of bools, exclusive or.</summary>
internal sealed record BitwiseXor : IntegerBinary<BitwiseXor.Function>
{
    /// <inheritdoc/>
    public override string Name => "xor";

    internal readonly struct Function : IIntegerFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.IBinaryInteger<T> => x ^ y;
    }
}

internal static partial class Prim
{
    /// <summary>The bits set in exactly one of two integers; of bools, exclusive or.</summary>
    public static Tensor BitwiseXor(Tensor x, Tensor y) => Dispatch.Bind1(new BitwiseXor(), x, y);
}
