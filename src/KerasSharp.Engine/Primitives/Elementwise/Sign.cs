namespace KerasSharp.Primitives;

/// <summary>-1, 0 or 1 by the sign of x; NaN for NaN. Its gradient is zero.</summary>
internal sealed record Sign : NumberUnary<Sign.Function>
{
    /// <inheritdoc/>
    public override string Name => "sign";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null];

    internal readonly struct Function : INumberFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.INumber<T> => T.IsNaN(x) ? x : x > T.Zero ? T.One : x < T.Zero ? unchecked(T.Zero - T.One) : T.Zero;
    }
}

internal static partial class Prim
{
    /// <summary>-1, 0 or 1 by the sign of x; NaN for NaN. Its gradient is zero.</summary>
    public static Tensor Sign(Tensor x) => Dispatch.Bind1(new Sign(), x);
}
