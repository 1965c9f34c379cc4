namespace KerasSharp.Primitives;

/// <summary>x + y. Integers wrap; bool is logical or.</summary>
internal sealed record Add : Binary<Add.Function>
{
    /// <inheritdoc/>
    public override string Name => "add";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [context.Cotangent, context.Cotangent];

    internal readonly struct Function : IBinaryFunction
    {
        public static T Apply<T>(T x, T y)
            where T : System.Numerics.INumber<T> => unchecked(x + y);
    }
}

internal static partial class Prim
{
    /// <summary>x + y.</summary>
    public static Tensor Add(Tensor x, Tensor y) => Dispatch.Bind1(new Add(), x, y);
}
