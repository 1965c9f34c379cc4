namespace KerasSharp.Primitives;

/// <summary>Whether x is NaN.</summary>
internal sealed record IsNan : FloatTest<IsNan.Function>
{
    /// <inheritdoc/>
    public override string Name => "is_nan";

    internal readonly struct Function : IFloatTest
    {
        public static bool Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.IsNaN(x);
    }
}

internal static partial class Prim
{
    /// <summary>Whether x is NaN.</summary>
    public static Tensor IsNan(Tensor x) => Dispatch.Bind1(new IsNan(), x);
}
