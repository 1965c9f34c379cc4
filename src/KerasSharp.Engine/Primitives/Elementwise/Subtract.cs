namespace KerasSharp.Primitives;

/// <summary>x - y. Integers wrap.</summary>
internal sealed record Subtract : Binary<Subtract.Function>
{
    /// <inheritdoc/>
    public override string Name => "subtract";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [context.Cotangent, context.Needs(1) ? Prim.Negate(context.Cotangent) : null];

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => unchecked(x - y);
    }
}

internal static partial class Prim
{
    /// <summary>x - y.</summary>
    public static Tensor Subtract(Tensor x, Tensor y) => Dispatch.Bind1(new Subtract(), x, y);
}
