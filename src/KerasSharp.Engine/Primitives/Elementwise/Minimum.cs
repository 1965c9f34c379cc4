namespace KerasSharp.Primitives;

/// <summary>The smaller of x and y; NaN where either is. Equal operands share the gradient, half each.</summary>
internal sealed record Minimum : Binary<Minimum.Function>
{
    /// <inheritdoc/>
    public override string Name => "minimum";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], y = context.Inputs[1], g = context.Cotangent;
        Tensor zero = Prim.Scalar(0, g.DType), tie = Prim.Select(Prim.Equal(x, y), Prim.Multiply(g, 0.5), zero);
        return
        [
            context.Needs(0) ? Prim.Select(Prim.Less(x, y), g, tie) : null,
            context.Needs(1) ? Prim.Select(Prim.Less(y, x), g, tie) : null,
        ];
    }

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => T.Min(x, y);
    }
}

internal static partial class Prim
{
    /// <summary>The smaller of x and y; NaN where either is. Equal operands share the gradient, half each.</summary>
    public static Tensor Minimum(Tensor x, Tensor y) => Dispatch.Bind1(new Minimum(), x, y);
}
