namespace KerasSharp.Primitives;

/// <summary>-x. Integers wrap.</summary>
internal sealed record Negate : NumberUnary<Negate.Function>
{
    /// <inheritdoc/>
    public override string Name => "negate";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Negate(context.Cotangent)];

    internal readonly struct Function : INumberFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.INumber<T> => unchecked(-x);
    }
}

internal static partial class Prim
{
    /// <summary>-x.</summary>
    public static Tensor Negate(Tensor x) => Dispatch.Bind1(new Negate(), x);
}
