namespace KerasSharp.Primitives;

/// <summary>The largest whole number not above x. Its gradient is zero.</summary>
internal sealed record Floor : FloatUnary<Floor.Function>
{
    /// <inheritdoc/>
    public override string Name => "floor";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [null];

    internal readonly struct Function : IFloatFunction
    {
        public static T Apply<T>(T x)
            where T : System.Numerics.IFloatingPointIeee754<T> => T.Floor(x);
    }
}

internal static partial class Prim
{
    /// <summary>The largest whole number not above x. Its gradient is zero.</summary>
    public static Tensor Floor(Tensor x) => Dispatch.Bind1(new Floor(), x);
}
