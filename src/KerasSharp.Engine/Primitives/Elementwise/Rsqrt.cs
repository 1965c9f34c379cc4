namespace KerasSharp.Primitives;

/// <summary>1 / sqrt(x); infinity at 0, NaN below.</summary>
internal sealed record Rsqrt : FloatUnary<Rsqrt.Function>
{
    /// <inheritdoc/>
    public override string Name => "rsqrt";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor y = context.Outputs[0];
        return [Prim.Multiply(context.Cotangent, Prim.Multiply(Prim.Multiply(y, Prim.Square(y)), -0.5))];
    }

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.One / T.Sqrt(x);
    }
}

internal static partial class Prim
{
    /// <summary>1 / sqrt(x); infinity at 0, NaN below.</summary>
    public static Tensor Rsqrt(Tensor x) => Dispatch.Bind1(new Rsqrt(), x);
}
