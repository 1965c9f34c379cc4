using System.Numerics;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The sum over axes, which are removed. Floats accumulate in double, integers wrap. The sum of nothing is 0.</summary>
internal sealed record ReduceSum(Axes Axes) : Reduction(Axes)
{
    /// <inheritdoc/>
    public override string Name => "reduce_sum";

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.BroadcastTo(KeepAxes(context.Cotangent, context.Inputs[0]), context.Inputs[0].Shape)];

    /// <inheritdoc/>
    protected override void Reduce<T>(ReadOnlySpan<T> values, out T result)
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(Half))
        {
            double sum = 0;
            foreach (T value in values)
            {
                sum += double.CreateTruncating(value);
            }

            result = T.CreateTruncating(sum);
            return;
        }

        T total = T.Zero;
        foreach (T value in values)
        {
            total += value;
        }

        result = total;
    }
}

internal static partial class Prim
{
    /// <summary>The sum over axes (none given: all), which are removed.</summary>
    public static Tensor ReduceSum(Tensor x, params int[] axes) => Dispatch.Bind1(new ReduceSum(Axes.Of(axes, x.Rank)), x);
}
