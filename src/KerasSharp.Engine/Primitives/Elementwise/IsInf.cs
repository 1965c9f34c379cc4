namespace KerasSharp.Primitives;

/// <summary>Whether x is infinite, of either sign.</summary>
internal sealed record IsInf : FloatTest<IsInf.Function>
{
    /// <inheritdoc/>
    public override string Name => "is_inf";

    internal readonly struct Function : IFloatTest
    {
        public static bool Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.IsInfinity(x);
    }
}

internal static partial class Prim
{
    /// <summary>Whether x is infinite, of either sign.</summary>
    public static Tensor IsInf(Tensor x) => Dispatch.Bind1(new IsInf(), x);
}
