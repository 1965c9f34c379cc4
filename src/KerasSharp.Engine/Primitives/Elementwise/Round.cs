namespace KerasSharp.Primitives;

/// <summary>The nearest whole number, halves to the even one. Its gradient is zero.</summary>
internal sealed record Round : FloatUnary<Round.Function>
{
    /// <inheritdoc/>
    public override string Name => "round_nearest_even";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Round(x);
    }
}

internal static partial class Prim
{
    /// <summary>The nearest whole number, halves to the even one. Its gradient is zero.</summary>
    public static Tensor Round(Tensor x) => Dispatch.Bind1(new Round(), x);
}
