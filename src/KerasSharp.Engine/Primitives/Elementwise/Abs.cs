namespace KerasSharp.Primitives;

/// <summary>The absolute value; the gradient at 0 is 0. The least integer of a type stays itself.</summary>
internal sealed record Abs : NumberUnary<Abs.Function>
{
    /// <inheritdoc/>
    public override string Name => "abs";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Sign(context.Inputs[0]))];

    internal readonly struct Function : INumberFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.INumber<T> => T.IsNegative(x) ? unchecked(T.Zero - x) : x;
    }
}

internal static partial class Prim
{
    /// <summary>The absolute value; the gradient at 0 is 0. The least integer of a type stays itself.</summary>
    public static Tensor Abs(Tensor x) => Dispatch.Bind1(new Abs(), x);
}
