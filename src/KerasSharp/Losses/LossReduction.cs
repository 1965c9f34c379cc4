using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <summary>Weighting and reduction of losses (keras/src/losses/loss.py: <c>reduce_weighted_values</c>).</summary>
internal static class LossReduction
{
    public static Tensor Apply(Tensor values, Tensor? sampleWeight, Tensor? mask, string? reduction)
    {
        Tensor? weight = WithMask(sampleWeight, mask, values.DType, reduction);
        if (weight is not null)
        {
            (values, weight) = SameRank(values, Prim.Convert(weight, values.DType));
            values = Prim.Multiply(values, weight);
        }

        return Reduce(values, weight, reduction);
    }

    /// <summary>Brings two tensors to one rank where a last axis of size 1 makes the difference.</summary>
    public static (Tensor X, Tensor Y) SameRank(Tensor x, Tensor y)
    {
        if (x.Rank == y.Rank + 1 && x.Shape[^1] == 1)
        {
            return y.Rank == 1 ? (x, Prim.Reshape(y, y.Shape.Concat(Shape.Of(1)))) : (Prim.Reshape(x, x.Shape[..^1]), y);
        }

        if (y.Rank == x.Rank + 1 && y.Shape[^1] == 1)
        {
            return x.Rank == 1 ? (Prim.Reshape(x, x.Shape.Concat(Shape.Of(1))), y) : (x, Prim.Reshape(y, y.Shape[..^1]));
        }

        return (x, y);
    }

    /// <summary>
    /// Mask and weight as one weight. Under a mean, what is left counts for all positions: the mask is scaled by total / valid
    /// (<c>apply_mask</c>).
    /// </summary>
    public static Tensor? WithMask(Tensor? sampleWeight, Tensor? mask, DType dtype, string? reduction)
    {
        if (mask is null)
        {
            return sampleWeight;
        }

        Tensor weight = Prim.Convert(mask, dtype);
        if (reduction is "mean" or "sum_over_batch_size")
        {
            Tensor valid = Prim.ReduceSum(weight);
            weight = Prim.Multiply(weight, Prim.Divide(Prim.Scalar(mask.Count, dtype), Prim.Add(valid, Prim.Scalar(1e-7, dtype))));
        }

        if (sampleWeight is null)
        {
            return weight;
        }

        (weight, sampleWeight) = SameRank(weight, Prim.Convert(sampleWeight, dtype));
        return Prim.Multiply(weight, sampleWeight);
    }

    private static Tensor Reduce(Tensor values, Tensor? weight, string? reduction)
    {
        if (reduction is null or "none" || values.Rank == 0 || (values.Rank == 1 && values.Shape[0] == 0))
        {
            return values;
        }

        Tensor sum = Prim.ReduceSum(values);
        return reduction switch
        {
            "sum" => sum,
            "mean_with_sample_weight" when weight is not null => DivideNoNan(sum, Prim.ReduceSum(Prim.Convert(weight, sum.DType))),
            _ when values.Count == 0 => Prim.Zeros(Shape.Scalar, sum.DType),
            _ => Prim.Multiply(sum, Prim.Scalar(1.0 / values.Count, sum.DType)),
        };
    }

    /// <summary>x / y, and 0 where y is 0.</summary>
    internal static Tensor DivideNoNan(Tensor x, Tensor y)
    {
        Tensor zero = Prim.Zeros(y.Shape, y.DType), isZero = Prim.Equal(y, zero);
        return Prim.Select(isZero, zero, Prim.Divide(x, Prim.Select(isZero, Prim.Ones(y.Shape, y.DType), y)));
    }
}
