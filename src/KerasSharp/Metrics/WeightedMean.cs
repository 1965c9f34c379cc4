using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>The running mean behind <see cref="Mean"/> and the metrics that average a function (keras/src/metrics/reduction_metrics.py).</summary>
internal static class WeightedMean
{
    /// <summary>Adds values, averaged over all axes but the first, to a total and their number, or weight, to a count.</summary>
    public static void Update(Variable total, Variable count, Tensor values, Tensor? sampleWeight, Tensor? mask)
    {
        (Tensor sum, Tensor? weight) = Weigh(values, sampleWeight, mask, total.DType, isMean: true);
        total.Assign(Prim.Add(total.Value, sum));
        count.Assign(Prim.Add(count.Value, weight ?? Prim.Scalar(values.Rank == 0 ? 1 : values.Shape[0], total.DType)));
    }

    /// <summary>
    /// The sum over samples of values times weights, and of the weights. The axes after the first are reduced to their mean (or sum), those after
    /// the weight's last before the weight is applied.
    /// </summary>
    public static (Tensor Sum, Tensor? Weight) Weigh(Tensor values, Tensor? sampleWeight, Tensor? mask, DType dtype, bool isMean)
    {
        values = Prim.Convert(values, dtype);
        Tensor? weight = LossReduction.WithMask(sampleWeight, mask, dtype, reduction: null);
        if (weight is null)
        {
            return (Total(values, isMean), null);
        }

        (values, weight) = LossReduction.SameRank(values, Prim.Convert(weight, dtype));
        if (weight.Rank < values.Rank)
        {
            int[] axes = [.. Enumerable.Range(weight.Rank, values.Rank - weight.Rank)];
            double size = isMean ? axes.Aggregate(1.0, (product, axis) => product * values.Shape[axis]) : 1;
            values = Scaled(Prim.ReduceSum(values, axes), 1 / size);
        }

        weight = Prim.BroadcastTo(weight, Broadcasting.Common(weight.Shape, values.Shape) ?? values.Shape);
        return (Total(Prim.Multiply(values, weight), isMean), Total(weight, isMean));
    }

    /// <summary>total / count; 0 before the first batch.</summary>
    public static Tensor Result(Variable total, Variable count) => LossReduction.DivideNoNan(total.Value, count.Value);

    private static Tensor Total(Tensor x, bool isMean) => x.Rank == 0
        ? x
        : Scaled(Prim.ReduceSum(x), isMean && x.Count > 0 ? (double)x.Shape[0] / x.Count : 1);

    private static Tensor Scaled(Tensor x, double factor) => factor == 1 ? x : Prim.Multiply(x, factor);
}
