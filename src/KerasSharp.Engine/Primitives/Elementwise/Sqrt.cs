namespace KerasSharp.Primitives;

/// <summary>The square root; NaN below 0.</summary>
internal sealed record Sqrt : FloatUnary<Sqrt.Function>
{
    /// <inheritdoc/>
    public override string Name => "sqrt";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Divide(context.Cotangent, Prim.Multiply(context.Outputs[0], 2))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Sqrt(x);
    }
}

internal static partial class Prim
{
    /// <summary>The square root; NaN below 0.</summary>
    public static Tensor Sqrt(Tensor x) => Dispatch.Bind1(new Sqrt(), x);
}
