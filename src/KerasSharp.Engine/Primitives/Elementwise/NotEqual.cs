namespace KerasSharp.Primitives;

/// <summary>x and y differ; true where either is NaN.</summary>
internal sealed record NotEqual : Comparison<NotEqual.Relation>
{
    /// <inheritdoc/>
    public override string Name => "not_equal";

    internal readonly struct Relation : IComparison
    {
        public static bool Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => x != y;
    }
}

internal static partial class Prim
{
    /// <summary>x and y differ; true where either is NaN.</summary>
    public static Tensor NotEqual(Tensor x, Tensor y) => Dispatch.Bind1(new NotEqual(), x, y);
}
