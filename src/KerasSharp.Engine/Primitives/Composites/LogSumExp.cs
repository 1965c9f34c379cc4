namespace KerasSharp.Primitives;

/// <summary>log(sum(exp(x))) over axes, which are removed, without overflow; infinities as the formula has them.</summary>
internal sealed record LogSumExp(Axes Axes) : Composite
{
    /// <inheritdoc/>
    public override string Name => "log_sum_exp";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0], top = Prim.StopGradient(Prim.ReduceMax(x, Axes.Span.ToArray()));
        top = Prim.Select(Prim.IsFinite(top), top, Prim.Scalar(0, x.DType));
        return [Prim.Add(Prim.Log(Prim.ReduceSum(Prim.Exp(Prim.Subtract(x, Keep(top, x))), Axes.Span.ToArray())), top)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0];
        return [Prim.Multiply(Prim.Exp(Prim.Subtract(x, Keep(context.Outputs[0], x))), Keep(context.Cotangent, x))];
    }

    private Tensor Keep(Tensor reduced, Tensor x)
    {
        Shape shape = x.Shape;
        foreach (int axis in Axes.Span)
        {
            shape = shape.With(axis, 1);
        }

        return Prim.Reshape(reduced, shape);
    }
}

internal static partial class Prim
{
    /// <summary>log(sum(exp(x))) over axes (none given: all), which are removed.</summary>
    public static Tensor LogSumExp(Tensor x, params int[] axes) => Dispatch.Bind1(new LogSumExp(Axes.Of(axes, x.Rank)), x);
}
