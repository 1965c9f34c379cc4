namespace KerasSharp.Primitives;

/// <summary>x is at least y; false where either is NaN.</summary>
internal sealed record GreaterEqual : Comparison<GreaterEqual.Relation>
{
    /// <inheritdoc/>
    public override string Name => "greater_equal";

    internal readonly struct Relation : IComparison
    {
        public static bool Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => x >= y;
    }
}

internal static partial class Prim
{
    /// <summary>x is at least y; false where either is NaN.</summary>
    public static Tensor GreaterEqual(Tensor x, Tensor y) => Dispatch.Bind1(new GreaterEqual(), x, y);
}
