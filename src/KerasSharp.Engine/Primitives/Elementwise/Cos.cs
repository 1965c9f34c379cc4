namespace KerasSharp.Primitives;

/// <summary>The cosine of an angle in radians.</summary>
internal sealed record Cos : FloatUnary<Cos.Function>
{
    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Negate(Prim.Multiply(context.Cotangent, Prim.Sin(context.Inputs[0])))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Cos(x);
    }
}

internal static partial class Prim
{
    /// <summary>The cosine of an angle in radians.</summary>
    public static Tensor Cos(Tensor x) => Dispatch.Bind1(new Cos(), x);
}
