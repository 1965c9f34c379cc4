namespace KerasSharp.Primitives;

/// <summary>The product over axes, which are removed. Integers wrap. The product of nothing is 1. The gradient holds at zeros too.</summary>
internal sealed record ReduceProd(Axes Axes) : Reduction(Axes)
{
    /// <inheritdoc/>
    public override string Name => "reduce_prod";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        // The product of all other elements, taken axis by axis: products before and after each along one axis, times the product over the other axes.
        Tensor x = context.Inputs[0], others = Prim.Ones(x.Shape, x.DType), line = x;
        for (int i = 0; i < Axes.Count; i++)
        {
            int axis = Axes[i];
            Tensor both = Prim.Multiply(CumulativeProd.Before(line, axis, false), CumulativeProd.Before(line, axis, true));
            others = Prim.Multiply(others, both);
            line = Prim.Reshape(Prim.ReduceProd(line, axis), line.Shape.With(axis, 1));
        }

        return [Prim.Multiply(KeepAxes(context.Cotangent, x), others)];
    }

    /// <inheritdoc/>
    protected override void Reduce<T>(ReadOnlySpan<T> values, out T result)
    {
        result = T.One;
        foreach (T value in values)
        {
            result = unchecked(result * value);
        }
    }
}

internal static partial class Prim
{
    /// <summary>The product over axes (none given: all), which are removed.</summary>
    public static Tensor ReduceProd(Tensor x, params int[] axes) => Dispatch.Bind1(new ReduceProd(Axes.Of(axes, x.Rank)), x);
}
