namespace KerasSharp.Primitives;

/// <summary>The angle of the point (y, x): operands in the order of atan2, ordinate first. In (-pi, pi].</summary>
internal sealed record Atan2 : Binary<Atan2.Function>
{
    /// <inheritdoc/>
    public override string Name => "atan2";

    /// <inheritdoc/>
    protected override string? Requirement(DType dtype) => dtype.IsFloating() ? null : "the operands must be floating-point tensors.";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], y = context.Inputs[1];
        Tensor scaled = Prim.Divide(context.Cotangent, Prim.Add(Prim.Square(x), Prim.Square(y)));
        return [Prim.Multiply(scaled, y), Prim.Negate(Prim.Multiply(scaled, x))];
    }

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => NumberKind<T>.IsFloat ? T.CreateTruncating(Math.Atan2(double.CreateTruncating(x), double.CreateTruncating(y))) : throw new NotSupportedException();
    }
}

internal static partial class Prim
{
    /// <summary>The angle of the point (y, x): operands in the order of atan2, ordinate first. In (-pi, pi].</summary>
    public static Tensor Atan2(Tensor x, Tensor y) => Dispatch.Bind1(new Atan2(), x, y);
}
