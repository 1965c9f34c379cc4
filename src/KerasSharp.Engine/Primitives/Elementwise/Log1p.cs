namespace KerasSharp.Primitives;

/// <summary>log(1 + x), accurate near 0.</summary>
internal sealed record Log1p : FloatUnary<Log1p.Function>
{
    /// <inheritdoc/>
    public override string Name => "log_plus_one";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Divide(context.Cotangent, Prim.Add(context.Inputs[0], 1))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => SpecialFunctions.InDouble(x, SpecialFunctions.Log1p);
    }
}

internal static partial class Prim
{
    /// <summary>log(1 + x), accurate near 0.</summary>
    public static Tensor Log1p(Tensor x) => Dispatch.Bind1(new Log1p(), x);
}
