namespace KerasSharp.Primitives;

/// <summary>x is less than y; false where either is NaN.</summary>
internal sealed record Less : Comparison<Less.Relation>
{
    /// <inheritdoc/>
    public override string Name => "less";

    internal readonly struct Relation : IComparison
    {
        public static bool Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => x < y;
    }
}

internal static partial class Prim
{
    /// <summary>x is less than y; false where either is NaN.</summary>
    public static Tensor Less(Tensor x, Tensor y) => Dispatch.Bind1(new Less(), x, y);
}
