namespace KerasSharp.Primitives;

/// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.</summary>
internal sealed record Erf : FloatUnary<Erf.Function>
{
    /// <inheritdoc/>
    public override string Name => "erf";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor density = Prim.Multiply(Prim.Exp(Prim.Negate(Prim.Square(context.Inputs[0]))), 2 / Math.Sqrt(Math.PI));
        return [Prim.Multiply(context.Cotangent, density)];
    }

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, SpecialFunctions.Erf);
    }
}

internal static partial class Prim
{
    /// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.</summary>
    public static Tensor Erf(Tensor x) => Dispatch.Bind1(new Erf(), x);
}
