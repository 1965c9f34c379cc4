namespace KerasSharp.Primitives;

/// <summary>Whether any element holds; false of none. Over axes of a bool tensor, which are removed.</summary>
internal sealed record ReduceOr(Axes Axes) : Reduction(Axes)
{
    /// <inheritdoc/>
    public override string Name => "reduce_or";

    /// <inheritdoc/>
    protected override void Reduce<T>(ReadOnlySpan<T> values, out T result) => result = values.ContainsAnyExcept(T.Zero) ? T.One : T.Zero;
}

internal static partial class Prim
{
    /// <summary>Whether any element holds; false of none.</summary>
    public static Tensor ReduceOr(Tensor x, params int[] axes) => Dispatch.Bind1(new ReduceOr(Axes.Of(axes, x.Rank)), x);
}
