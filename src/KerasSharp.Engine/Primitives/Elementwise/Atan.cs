namespace KerasSharp.Primitives;

/// <summary>The angle in (-pi/2, pi/2) whose tangent is x.</summary>
internal sealed record Atan : FloatUnary<Atan.Function>
{
    /// <inheritdoc/>
    public override string Name => "atan";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Divide(context.Cotangent, Prim.Add(Prim.Square(context.Inputs[0]), 1))];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Atan(x);
    }
}

internal static partial class Prim
{
    /// <summary>The angle in (-pi/2, pi/2) whose tangent is x.</summary>
    public static Tensor Atan(Tensor x) => Dispatch.Bind1(new Atan(), x);
}
