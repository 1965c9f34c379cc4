using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>The running mean behind <see cref="Mean"/> and the metrics that average a function (keras/src/metrics/reduction_metrics.py).</summary>
internal static class WeightedMean
{
    /// <summary>Adds values to a total and their number, or weight, to a count.</summary>
    public static void Update(Variable total, Variable count, Tensor values, Tensor? sampleWeight, Tensor? mask)
    {
        (Tensor weighted, Tensor? weight) = Weigh(values, sampleWeight, mask, total.DType);
        total.Assign(Prim.Add(total.Value, SumOf(weighted)));
        count.Assign(Prim.Add(count.Value, weight is null ? Prim.Scalar(weighted.Count, total.DType) : SumOf(weight)));
    }

    /// <summary>
    /// Values times weights. Weights of lower rank belong to leading axes: the values are averaged over the others, of which there may be
    /// sizes of 1 as well.
    /// </summary>
    public static (Tensor Weighted, Tensor? Weight) Weigh(Tensor values, Tensor? sampleWeight, Tensor? mask, DType dtype)
    {
        values = Prim.Convert(values, dtype);
        Tensor? weight = LossReduction.WithMask(sampleWeight, mask, dtype, reduction: null);
        if (weight is null)
        {
            return (values, null);
        }

        (values, weight) = LossReduction.SameRank(values, Prim.Convert(weight, dtype));
        if (weight.Rank < values.Rank)
        {
            int[] axes = [.. Enumerable.Range(weight.Rank, values.Rank - weight.Rank)];
            double size = axes.Aggregate(1.0, (product, axis) => product * values.Shape[axis]);
            values = Prim.Multiply(Prim.ReduceSum(values, axes), Prim.Scalar(1 / size, dtype));
        }

        weight = Prim.BroadcastTo(weight, Broadcasting.Common(weight.Shape, values.Shape) ?? values.Shape);
        return (Prim.Multiply(values, weight), weight);
    }

    /// <summary>total / count; 0 before the first batch.</summary>
    public static Tensor Result(Variable total, Variable count) => LossReduction.DivideNoNan(total.Value, count.Value);

    private static Tensor SumOf(Tensor x) => x.Rank == 0 ? x : Prim.ReduceSum(x);
}
