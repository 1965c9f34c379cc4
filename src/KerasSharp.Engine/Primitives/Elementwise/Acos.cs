namespace KerasSharp.Primitives;

/// <summary>The angle in [0, pi] whose cosine is x; NaN outside [-1, 1].</summary>
internal sealed record Acos : FloatUnary<Acos.Function>
{
    /// <inheritdoc/>
    public override string Name => "acos";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Negate(Prim.Multiply(context.Cotangent, Prim.Rsqrt(Prim.Subtract(1, Prim.Square(context.Inputs[0])))))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Acos(x);
    }
}

internal static partial class Prim
{
    /// <summary>The angle in [0, pi] whose cosine is x; NaN outside [-1, 1].</summary>
    public static Tensor Acos(Tensor x) => Dispatch.Bind1(new Acos(), x);
}
