namespace KerasSharp.Primitives;

/// <summary>The tangent of an angle in radians.</summary>
internal sealed record Tan : FloatUnary<Tan.Function>
{
    /// <inheritdoc/>
    public override string Name => "tan";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Add(Prim.Multiply(context.Outputs[0], context.Outputs[0]), 1))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Tan(x);
    }
}

internal static partial class Prim
{
    /// <summary>The tangent of an angle in radians.</summary>
    public static Tensor Tan(Tensor x) => Dispatch.Bind1(new Tan(), x);
}
