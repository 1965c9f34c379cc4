namespace KerasSharp.Primitives;

/// <summary>x * y. Integers wrap; bool is logical and.</summary>
internal sealed record Multiply : Binary<Multiply.Function>
{
    /// <inheritdoc/>
    public override string Name => "multiply";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
    [
        context.Needs(0) ? Prim.Multiply(context.Cotangent, context.Inputs[1]) : null,
        context.Needs(1) ? Prim.Multiply(context.Cotangent, context.Inputs[0]) : null,
    ];

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => unchecked(x * y);
    }
}

internal static partial class Prim
{
    /// <summary>x * y.</summary>
    public static Tensor Multiply(Tensor x, Tensor y) => Dispatch.Bind1(new Multiply(), x, y);
}
