namespace KerasSharp.Primitives;

/// <summary>The inverse of the hyperbolic cosine, at least 0; NaN below 1.</summary>
internal sealed record Acosh : FloatUnary<Acosh.Function>
{
    /// <inheritdoc/>
    public override string Name => "acosh";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Rsqrt(Prim.Add(Prim.Square(context.Inputs[0]), -1)))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, Math.Acosh);
    }
}

internal static partial class Prim
{
    /// <summary>The inverse of the hyperbolic cosine, at least 0; NaN below 1.</summary>
    public static Tensor Acosh(Tensor x) => Dispatch.Bind1(new Acosh(), x);
}
