namespace KerasSharp.Primitives;

/// <summary>The inverse of the hyperbolic tangent; NaN outside [-1, 1].</summary>
internal sealed record Atanh : FloatUnary<Atanh.Function>
{
    /// <inheritdoc/>
    public override string Name => "atanh";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Divide(context.Cotangent, Prim.Subtract(1, Prim.Square(context.Inputs[0])))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, Math.Atanh);
    }
}

internal static partial class Prim
{
    /// <summary>The inverse of the hyperbolic tangent; NaN outside [-1, 1].</summary>
    public static Tensor Atanh(Tensor x) => Dispatch.Bind1(new Atanh(), x);
}
