namespace KerasSharp.Primitives;

/// <summary>e to the x.</summary>
internal sealed record Exp : FloatUnary<Exp.Function>
{
    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, context.Outputs[0])];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Exp(x);
    }
}

internal static partial class Prim
{
    /// <summary>e to the x.</summary>
    public static Tensor Exp(Tensor x) => Dispatch.Bind1(new Exp(), x);
}
