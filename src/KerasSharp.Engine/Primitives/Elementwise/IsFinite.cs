namespace KerasSharp.Primitives;

/// <summary>Whether x is neither infinite nor NaN.</summary>
internal sealed record IsFinite : FloatTest<IsFinite.Function>
{
    /// <inheritdoc/>
    public override string Name => "is_finite";

    internal readonly struct Function : IFloatTest
    {
        public static bool Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.IsFinite(x);
    }
}

internal static partial class Prim
{
    /// <summary>Whether x is neither infinite nor NaN.</summary>
    public static Tensor IsFinite(Tensor x) => Dispatch.Bind1(new IsFinite(), x);
}
