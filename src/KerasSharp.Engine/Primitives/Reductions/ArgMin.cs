namespace KerasSharp.Primitives;

/// <summary>The index (int32) of the smallest element along an axis, which is removed. The first of equal ones wins, and the first NaN over all numbers.</summary>
internal sealed record ArgMin(int Axis) : ArgReduction(Axis)
{
    /// <inheritdoc/>
    public override string Name => "argmin";

    /// <inheritdoc/>
    protected override bool Beats<T>(T candidate, T best) => candidate < best;
}

internal static partial class Prim
{
    /// <summary>The index of the smallest element along an axis.</summary>
    public static Tensor ArgMin(Tensor x, int axis) => Dispatch.Bind1(new ArgMin(Axes.Normalize(axis, x.Rank)), x);
}
