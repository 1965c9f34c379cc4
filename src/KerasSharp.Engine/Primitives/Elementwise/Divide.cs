namespace KerasSharp.Primitives;

/// <summary>x / y. Integers truncate; an integer divided by 0 is 0.</summary>
internal sealed record Divide : Binary<Divide.Function>
{
    /// <inheritdoc/>
    public override string Name => "divide";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor dx = Prim.Divide(context.Cotangent, context.Inputs[1]);
        return [dx, context.Needs(1) ? Prim.Negate(Prim.Multiply(dx, context.Outputs[0])) : null];
    }

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T>
        {
            if (NumberKind<T>.IsFloat)
            {
                return x / y;
            }

            // Integer division by 0, and of the least integer by -1, would throw.
            return T.IsZero(y) ? T.Zero : T.IsNegative(y) && y + T.One == T.Zero ? unchecked(T.Zero - x) : x / y;
        }
    }
}

internal static partial class Prim
{
    /// <summary>x / y. Integers truncate; an integer divided by 0 is 0.</summary>
    public static Tensor Divide(Tensor x, Tensor y) => Dispatch.Bind1(new Divide(), x, y);
}
