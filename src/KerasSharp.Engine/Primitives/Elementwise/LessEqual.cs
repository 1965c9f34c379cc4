namespace KerasSharp.Primitives;

/// <summary>x is at most y; false where either is NaN.</summary>
internal sealed record LessEqual : Comparison<LessEqual.Relation>
{
    /// <inheritdoc/>
    public override string Name => "less_equal";

    internal readonly struct Relation : IComparison
    {
        public static bool Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => x <= y;
    }
}

internal static partial class Prim
{
    /// <summary>x is at most y; false where either is NaN.</summary>
    public static Tensor LessEqual(Tensor x, Tensor y) => Dispatch.Bind1(new LessEqual(), x, y);
}
