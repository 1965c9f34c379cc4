namespace KerasSharp.Primitives;

/// <summary>Running minima along an axis, from its start or (reversed) from its end.</summary>
internal sealed record CumulativeMin(int Axis, bool Backward) : Cumulative(Axis, Backward)
{
    /// <inheritdoc/>
    public override string Name => "cummin";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [SendToLeaders(context)];

    /// <inheritdoc/>
    protected override T Combine<T>(T soFar, T next) => T.Min(soFar, next);
}

internal static partial class Prim
{
    /// <summary>Running minima along an axis, from its start or (reversed) from its end.</summary>
    public static Tensor CumulativeMin(Tensor x, int axis, bool reverse = false) => Dispatch.Bind1(new CumulativeMin(Axes.Normalize(axis, x.Rank), reverse), x);
}
