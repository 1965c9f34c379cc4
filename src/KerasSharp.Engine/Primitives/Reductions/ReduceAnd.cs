namespace KerasSharp.Primitives;

/// <summary>Whether all elements hold; true of none. Over axes of a bool tensor, which are removed.</summary>
internal sealed record ReduceAnd(Axes Axes) : Reduction(Axes)
{
    /// <inheritdoc/>
    public override string Name => "reduce_and";

    /// <inheritdoc/>
    protected override void Reduce<T>(ReadOnlySpan<T> values, out T result) => result = values.Contains(T.Zero) ? T.Zero : T.One;
}

internal static partial class Prim
{
    /// <summary>Whether all elements hold; true of none.</summary>
    public static Tensor ReduceAnd(Tensor x, params int[] axes) => Dispatch.Bind1(new ReduceAnd(Axes.Of(axes, x.Rank)), x);
}
