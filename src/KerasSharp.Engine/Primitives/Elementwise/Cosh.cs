namespace KerasSharp.Primitives;

/// <summary>The hyperbolic cosine.</summary>
internal sealed record Cosh : FloatUnary<Cosh.Function>
{
    /// <inheritdoc/>
    public override string Name => "cosh";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Sinh(context.Inputs[0]))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Cosh(x);
    }
}

internal static partial class Prim
{
    /// <summary>The hyperbolic cosine.</summary>
    public static Tensor Cosh(Tensor x) => Dispatch.Bind1(new Cosh(), x);
}
