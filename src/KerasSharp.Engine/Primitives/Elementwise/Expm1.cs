namespace KerasSharp.Primitives;

/// <summary>exp(x) - 1, accurate near 0.</summary>
internal sealed record Expm1 : FloatUnary<Expm1.Function>
{
    /// <inheritdoc/>
    public override string Name => "exponential_minus_one";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Add(context.Outputs[0], 1))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, SpecialFunctions.Expm1);
    }
}

internal static partial class Prim
{
    /// <summary>exp(x) - 1, accurate near 0.</summary>
    public static Tensor Expm1(Tensor x) => Dispatch.Bind1(new Expm1(), x);
}
