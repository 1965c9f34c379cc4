namespace KerasSharp.Primitives;

/// <summary>x without its fraction. Its gradient is zero.</summary>
internal sealed record Trunc : FloatUnary<Trunc.Function>
{
    /// <inheritdoc/>
    public override string Name => "trunc";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Truncate(x);
    }
}

internal static partial class Prim
{
    /// <summary>x without its fraction. Its gradient is zero.</summary>
    public static Tensor Trunc(Tensor x) => Dispatch.Bind1(new Trunc(), x);
}
