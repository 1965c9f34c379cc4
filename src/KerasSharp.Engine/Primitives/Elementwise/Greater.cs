namespace KerasSharp.Primitives;

/// <summary>x is greater than y; false where either is NaN.</summary>
internal sealed record Greater : Comparison<Greater.Relation>
{
    /// <inheritdoc/>
    public override string Name => "greater";

    internal readonly struct Relation : IComparison
    {
        public static bool Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => x > y;
    }
}

internal static partial class Prim
{
    /// <summary>x is greater than y; false where either is NaN.</summary>
    public static Tensor Greater(Tensor x, Tensor y) => Dispatch.Bind1(new Greater(), x, y);
}
