namespace KerasSharp.Primitives;

/// <summary>The inverse of the error function; infinite at -1 and 1, NaN outside.</summary>
internal sealed record ErfInv : FloatUnary<ErfInv.Function>
{
    /// <inheritdoc/>
    public override string Name => "erf_inv";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor slope = Prim.Multiply(Prim.Exp(Prim.Square(context.Outputs[0])), Math.Sqrt(Math.PI) / 2);
        return [Prim.Multiply(context.Cotangent, slope)];
    }

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, SpecialFunctions.ErfInv);
    }
}

internal static partial class Prim
{
    /// <summary>The inverse of the error function; infinite at -1 and 1, NaN outside.</summary>
    public static Tensor ErfInv(Tensor x) => Dispatch.Bind1(new ErfInv(), x);
}
