namespace KerasSharp.Primitives;

/// <summary>The derivative of the logarithm of the gamma function; NaN at 0, -1, -2, ...</summary>
internal sealed record Digamma : FloatUnary<Digamma.Function>
{
    /// <inheritdoc/>
    public override string Name => "digamma";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Polygamma(context.Inputs[0], 1))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, SpecialFunctions.Digamma);
    }
}

internal static partial class Prim
{
    /// <summary>The derivative of the logarithm of the gamma function; NaN at 0, -1, -2, ...</summary>
    public static Tensor Digamma(Tensor x) => Dispatch.Bind1(new Digamma(), x);
}
