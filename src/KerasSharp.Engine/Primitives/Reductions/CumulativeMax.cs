namespace KerasSharp.Primitives;

/// <summary>Running maxima along an axis, from its start or (reversed) from its end.</summary>
internal sealed record CumulativeMax(int Axis, bool Backward) : Cumulative(Axis, Backward)
{
    /// <inheritdoc/>
    public override string Name => "cummax";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [SendToLeaders(context)];

    /// <inheritdoc/>
    protected override T Combine<T>(T soFar, T next) => T.Max(soFar, next);
}

internal static partial class Prim
{
    /// <summary>Running maxima along an axis, from its start or (reversed) from its end.</summary>
    public static Tensor CumulativeMax(Tensor x, int axis, bool reverse = false) => Dispatch.Bind1(new CumulativeMax(Axes.Normalize(axis, x.Rank), reverse), x);
}
