namespace KerasSharp.Primitives;

/// <summary>The smallest element over axes, which are removed; NaN where one is. Equal minimum elements share the gradient. There is none of no elements.</summary>
internal sealed record ReduceMin(Axes Axes) : Reduction(Axes)
{
    /// <inheritdoc/>
    public override string Name => "reduce_min";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [ShareAmongEqual(context)];

    /// <inheritdoc/>
    protected override void Reduce<T>(ReadOnlySpan<T> values, out T result)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException($"{Name}: the minimum of no elements is not defined. Received: axes={Axes}, whose sizes include 0. Give axes of size 1 or more.");
        }

        result = values[0];
        foreach (T value in values)
        {
            result = T.Min(result, value);
        }
    }
}

internal static partial class Prim
{
    /// <summary>The smallest element over axes (none given: all), which are removed.</summary>
    public static Tensor ReduceMin(Tensor x, params int[] axes) => Dispatch.Bind1(new ReduceMin(Axes.Of(axes, x.Rank)), x);
}
