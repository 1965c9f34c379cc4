namespace KerasSharp.Primitives;

/// <summary>The logarithm of the absolute value of the gamma function; infinite at 0, -1, -2, ...</summary>
internal sealed record Lgamma : FloatUnary<Lgamma.Function>
{
    /// <inheritdoc/>
    public override string Name => "lgamma";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Digamma(context.Inputs[0]))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, SpecialFunctions.Lgamma);
    }
}

internal static partial class Prim
{
    /// <summary>The logarithm of the absolute value of the gamma function; infinite at 0, -1, -2, ...</summary>
    public static Tensor Lgamma(Tensor x) => Dispatch.Bind1(new Lgamma(), x);
}
