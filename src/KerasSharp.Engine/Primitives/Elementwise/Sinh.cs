namespace KerasSharp.Primitives;

/// <summary>The hyperbolic sine.</summary>
internal sealed record Sinh : FloatUnary<Sinh.Function>
{
    /// <inheritdoc/>
    public override string Name => "sinh";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Cosh(context.Inputs[0]))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Sinh(x);
    }
}

internal static partial class Prim
{
    /// <summary>The hyperbolic sine.</summary>
    public static Tensor Sinh(Tensor x) => Dispatch.Bind1(new Sinh(), x);
}
