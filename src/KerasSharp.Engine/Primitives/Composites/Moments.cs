namespace KerasSharp.Primitives;

/// <summary>Mean and biased variance over axes, which are removed.</summary>
internal sealed record Moments(Axes Axes) : Composite
{
    /// <inheritdoc/>
    public override string Name => "moments";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0], n = Prim.Scalar(Size(x), x.DType);
        Tensor mean = Prim.Divide(Prim.ReduceSum(x, Axes.Span.ToArray()), n);
        Tensor centered = Prim.Subtract(x, Keep(mean, x));
        return [mean, Prim.Divide(Prim.ReduceSum(Prim.Multiply(centered, centered), Axes.Span.ToArray()), n)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], n = Prim.Scalar(Size(x), x.DType);
        Tensor sum = Keep(context.CotangentOrZero(0), x);
        if (context.Cotangents[1] is { } variance)
        {
            Tensor centered = Prim.Subtract(x, Keep(context.Outputs[0], x));
            sum = Prim.Add(sum, Prim.Multiply(Prim.Multiply(Keep(variance, x), Prim.Scalar(2, x.DType)), centered));
        }

        return [Prim.BroadcastTo(Prim.Divide(sum, n), x.Shape)];
    }

    /// <summary>Elements that go into each mean; not known (NaN) where an axis is unknown, which only happens while shapes are inferred.</summary>
    private double Size(Tensor x)
    {
        double size = 1;
        foreach (int axis in Axes.Span)
        {
            size *= x.Shape[axis] < 0 ? double.NaN : x.Shape[axis];
        }

        return size;
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
    /// <summary>Mean and biased variance over axes, which are removed.</summary>
    public static (Tensor Mean, Tensor Variance) Moments(Tensor x, params int[] axes)
    {
        Tensor[] results = Dispatch.Bind(new Moments(Axes.Of(axes, x.Rank)), x);
        return (results[0], results[1]);
    }
}
