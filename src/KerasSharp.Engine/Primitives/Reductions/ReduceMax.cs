namespace KerasSharp.Primitives;

/// <summary>The largest element over axes, which are removed; NaN where one is. Equal maximum elements share the gradient. There is none of no elements.</summary>
internal sealed record ReduceMax(Axes Axes) : Reduction(Axes)
{
    /// <inheritdoc/>
    public override string Name => "reduce_max";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [ShareAmongEqual(context)];

    /// <inheritdoc/>
    protected override void Reduce<T>(ReadOnlySpan<T> values, out T result)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException($"{Name}: the maximum of no elements is not defined. Received: axes={Axes}, whose sizes include 0. Give axes of size 1 or more.");
        }

        result = values[0];
        foreach (T value in values)
        {
            result = T.Max(result, value);
        }
    }
}

internal static partial class Prim
{
    /// <summary>The largest element over axes (none given: all), which are removed.</summary>
    public static Tensor ReduceMax(Tensor x, params int[] axes) => Dispatch.Bind1(new ReduceMax(Axes.Of(axes, x.Rank)), x);
}
