namespace KerasSharp.Primitives;

/// <summary>The inverse of the hyperbolic sine.</summary>
internal sealed record Asinh : FloatUnary<Asinh.Function>
{
    /// <inheritdoc/>
    public override string Name => "asinh";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Rsqrt(Prim.Add(Prim.Square(context.Inputs[0]), 1)))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, Math.Asinh);
    }
}

internal static partial class Prim
{
    /// <summary>The inverse of the hyperbolic sine.</summary>
    public static Tensor Asinh(Tensor x) => Dispatch.Bind1(new Asinh(), x);
}
