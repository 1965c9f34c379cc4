namespace KerasSharp.Primitives;

/// <summary>The hyperbolic tangent.</summary>
internal sealed record Tanh : FloatUnary<Tanh.Function>
{
    /// <inheritdoc/>
    public override string Name => "tanh";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Subtract(1, Prim.Square(context.Outputs[0])))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Tanh(x);
    }
}

internal static partial class Prim
{
    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Dispatch.Bind1(new Tanh(), x);
}
