namespace KerasSharp.Primitives;

/// <summary>Running products along an axis, from its start or (reversed) from its end. Integers wrap. The gradient holds at zeros too.</summary>
internal sealed record CumulativeProd(int Axis, bool Backward) : Cumulative(Axis, Backward)
{
    /// <inheritdoc/>
    public override string Name => "cumprod";

    /// <summary>The product of all elements before each one (or, reversed, after it): 1 for the first.</summary>
    public static Tensor Before(Tensor x, int axis, bool reverse)
    {
        Tensor products = Prim.CumulativeProd(x, axis, reverse), one = Prim.Ones(x.Shape.With(axis, 1), x.DType);
        return reverse
            ? Prim.SliceAxis(Prim.Concatenate(axis, products, one), axis, 1)
            : Prim.SliceAxis(Prim.Concatenate(axis, one, products), axis, 0, -1);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        // dy_j/dx_i is the product before i times that of i+1..j; the sum over j of g_j times the latter is a recurrence from the far end.
        Tensor x = context.Inputs[0];
        Tensor tails = Prim.LinearRecurrence(LinearRecurrence.Shift(x, Axis, !Backward), context.Cotangent, Axis, !Backward);
        return [Prim.Multiply(Before(x, Axis, Backward), tails)];
    }

    /// <inheritdoc/>
    protected override T Combine<T>(T soFar, T next) => unchecked(soFar * next);
}

internal static partial class Prim
{
    /// <summary>Running products along an axis, from its start or (reversed) from its end. Integers wrap. The gradient holds at zeros too.</summary>
    public static Tensor CumulativeProd(Tensor x, int axis, bool reverse = false) => Dispatch.Bind1(new CumulativeProd(Axes.Normalize(axis, x.Rank), reverse), x);
}
