namespace KerasSharp.Primitives;

/// <summary>The natural logarithm; -infinity at 0, NaN below.</summary>
internal sealed record Log : FloatUnary<Log.Function>
{
    /// <inheritdoc/>
    public override string Name => "log";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Divide(context.Cotangent, context.Inputs[0])];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Log(x);
    }
}

internal static partial class Prim
{
    /// <summary>The natural logarithm; -infinity at 0, NaN below.</summary>
    public static Tensor Log(Tensor x) => Dispatch.Bind1(new Log(), x);
}
