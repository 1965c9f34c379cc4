namespace KerasSharp.Primitives;

/// <summary>Running sums along an axis, from its start or (reversed) from its end. Integers wrap.</summary>
internal sealed record CumulativeSum(int Axis, bool Backward) : Cumulative(Axis, Backward)
{
    /// <inheritdoc/>
    public override string Name => "cumsum";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.CumulativeSum(context.Cotangent, Axis, !Backward)];

    /// <inheritdoc/>
    protected override T Combine<T>(T soFar, T next) => unchecked(soFar + next);
}

internal static partial class Prim
{
    /// <summary>Running sums along an axis, from its start or (reversed) from its end. Integers wrap.</summary>
    public static Tensor CumulativeSum(Tensor x, int axis, bool reverse = false) => Dispatch.Bind1(new CumulativeSum(Axes.Normalize(axis, x.Rank), reverse), x);
}
