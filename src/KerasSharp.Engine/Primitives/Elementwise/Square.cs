namespace KerasSharp.Primitives;

/// <summary>x * x. Integers wrap.</summary>
internal sealed record Square : NumberUnary<Square.Function>
{
    /// <inheritdoc/>
    public override string Name => "square";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Multiply(context.Cotangent, Prim.Multiply(context.Inputs[0], 2))];

    internal readonly struct Function : INumberFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.INumber<T> => unchecked(x * x);
    }
}

internal static partial class Prim
{
    /// <summary>x * x. Integers wrap.</summary>
    public static Tensor Square(Tensor x) => Dispatch.Bind1(new Square(), x);
}
