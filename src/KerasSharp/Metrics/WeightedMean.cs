using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>The running mean behind <see cref="Mean"/> and the metrics that average a function (keras/src/metrics/reduction_metrics.py).</summary>
internal static class WeightedMean
{
    /// <summary>Adds values to a total and their number, or weight, to a count.</summary>
    public static void Update(Variable total, Variable count, Tensor values, Tensor? sampleWeight, Tensor? mask)
    {
        DType dtype = total.DType;
        values = Prim.Convert(values, dtype);
        Tensor? weight = LossReduction.WithMask(sampleWeight, mask, dtype, reduction: null);
        if (weight is null)
        {
            total.Assign(Prim.Add(total.Value, values.Rank == 0 ? values : Prim.ReduceSum(values)));
            count.Assign(Prim.Add(count.Value, Prim.Scalar(values.Count, dtype)));
            return;
        }

        (values, weight) = LossReduction.SameRank(values, Prim.Convert(weight, dtype));
        // A weight of lower rank belongs to leading axes: the values are averaged over the others.
        if (weight.Rank < values.Rank)
        {
            int[] axes = [.. Enumerable.Range(weight.Rank, values.Rank - weight.Rank)];
            double size = axes.Aggregate(1.0, (product, axis) => product * values.Shape[axis]);
            values = Prim.Multiply(Prim.ReduceSum(values, axes), Prim.Scalar(1 / size, dtype));
        }

        Tensor weighted = Prim.Multiply(values, weight);
        total.Assign(Prim.Add(total.Value, weighted.Rank == 0 ? weighted : Prim.ReduceSum(weighted)));
        count.Assign(Prim.Add(count.Value, weight.Rank == 0 ? weight : Prim.ReduceSum(weight)));
    }

    /// <summary>total / count; 0 before the first batch.</summary>
    public static Tensor Result(Variable total, Variable count) => LossReduction.DivideNoNan(total.Value, count.Value);
}
