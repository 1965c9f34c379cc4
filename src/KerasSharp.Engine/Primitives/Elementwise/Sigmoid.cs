namespace KerasSharp.Primitives;

/// <summary>1 / (1 + exp(-x)), computed without overflow on either side.</summary>
internal sealed record Sigmoid : FloatUnary<Sigmoid.Function>
{
    /// <inheritdoc/>
    public override string Name => "logistic";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Multiply(context.Outputs[0], Prim.Subtract(1, context.Outputs[0])))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T>
        {
            T e = T.Exp(-T.Abs(x));
            return (x >= T.Zero ? T.One : e) / (T.One + e);
        }
    }
}

internal static partial class Prim
{
    /// <summary>1 / (1 + exp(-x)), computed without overflow on either side.</summary>
    public static Tensor Sigmoid(Tensor x) => Dispatch.Bind1(new Sigmoid(), x);
}
