namespace KerasSharp.Primitives;

/// <summary>The smallest whole number not below x. Its gradient is zero.</summary>
internal sealed record Ceil : FloatUnary<Ceil.Function>
{
    /// <inheritdoc/>
    public override string Name => "ceil";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Ceiling(x);
    }
}

internal static partial class Prim
{
    /// <summary>The smallest whole number not below x. Its gradient is zero.</summary>
    public static Tensor Ceil(Tensor x) => Dispatch.Bind1(new Ceil(), x);
}
