namespace KerasSharp.Primitives;

/// <summary>The sine of an angle in radians.</summary>
internal sealed record Sin : FloatUnary<Sin.Function>
{
    /// <inheritdoc/>
    public override string Name => "sine";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Cos(context.Inputs[0]))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Sin(x);
    }
}

internal static partial class Prim
{
    /// <summary>The sine of an angle in radians.</summary>
    public static Tensor Sin(Tensor x) => Dispatch.Bind1(new Sin(), x);
}
