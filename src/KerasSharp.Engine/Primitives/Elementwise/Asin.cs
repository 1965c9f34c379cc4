namespace KerasSharp.Primitives;

/// <summary>The angle in [-pi/2, pi/2] whose sine is x; NaN outside [-1, 1].</summary>
internal sealed record Asin : FloatUnary<Asin.Function>
{
    /// <inheritdoc/>
    public override string Name => "asin";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Rsqrt(Prim.Subtract(1, Prim.Square(context.Inputs[0]))))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Asin(x);
    }
}

internal static partial class Prim
{
    /// <summary>The angle in [-pi/2, pi/2] whose sine is x; NaN outside [-1, 1].</summary>
    public static Tensor Asin(Tensor x) => Dispatch.Bind1(new Asin(), x);
}
