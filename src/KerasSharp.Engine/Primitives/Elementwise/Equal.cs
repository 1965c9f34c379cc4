namespace KerasSharp.Primitives;

/// <summary>x = y; false where either is NaN.</summary>
internal sealed record Equal : Comparison<Equal.Relation>
{
    /// <inheritdoc/>
    public override string Name => "equal";

    internal readonly struct Relation : IComparison
    {
        public static bool Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => x == y;
    }
}

internal static partial class Prim
{
    /// <summary>x = y; false where either is NaN.</summary>
    public static Tensor Equal(Tensor x, Tensor y) => Dispatch.Bind1(new Equal(), x, y);
}
