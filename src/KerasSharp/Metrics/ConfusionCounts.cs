using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>
/// Weighted counts of right and wrong predictions at each threshold (and for each label), and the rates that follow from them. A metric keeps those of
/// the four that it needs.
/// </summary>
internal sealed class ConfusionCounts(Variable? truePositives = null, Variable? falsePositives = null, Variable? trueNegatives = null, Variable? falseNegatives = null)
{
    /// <summary>Takes a batch into account. Where the counts have an axis of labels, so must the batch; else it is flattened.</summary>
    /// <param name="yTrue">Labels: what is not 0 is positive.</param>
    /// <param name="yPred">Predictions, in the same shape.</param>
    /// <param name="weight">Weights, in the same shape.</param>
    /// <param name="thresholds">The thresholds.</param>
    public void Add(Tensor yTrue, Tensor yPred, Tensor weight, ThresholdSet thresholds)
    {
        bool perLabel = (truePositives ?? falsePositives ?? trueNegatives ?? falseNegatives)!.Shape.Rank == 2;
        Shape flat = perLabel ? Shape.Of(checked((int)(yPred.Count / yPred.Shape[^1])), yPred.Shape[^1]) : Shape.Of(checked((int)yPred.Count));
        Tensor zero = Prim.Scalar(0, weight.DType), isPositive = Prim.NotEqual(yTrue, Prim.Scalar(0, yTrue.DType));
        Tensor isOver = thresholds.IsOver(Prim.Reshape(yPred, flat));
        Count(Prim.Select(isPositive, weight, zero), truePositives, falseNegatives);
        Count(Prim.Select(isPositive, zero, weight), falsePositives, trueNegatives);

        void Count(Tensor weights, Variable? over, Variable? under)
        {
            if (over is null && under is null)
            {
                return;
            }

            weights = Prim.Reshape(weights, flat);
            Tensor sum = Prim.ReduceSum(Prim.Select(isOver, Prim.Reshape(weights, flat.Insert(1, 1)), zero), 0);
            over?.Assign(Prim.Add(over.Value, sum));
            under?.Assign(Prim.Add(under.Value, Prim.Subtract(Prim.ReduceSum(weights, 0), sum)));
        }
    }

    /// <summary>The one count of a metric that keeps a single one.</summary>
    public Tensor Single() => (truePositives ?? falsePositives ?? trueNegatives ?? falseNegatives)!.Value;

    public Tensor Recall() => Rate(truePositives!, falseNegatives!);

    public Tensor Precision() => Rate(truePositives!, falsePositives!);

    public Tensor Specificity() => Rate(trueNegatives!, falsePositives!);

    public Tensor FalsePositiveRate() => Rate(falsePositives!, trueNegatives!);

    /// <summary>
    /// The area under precision against recall between neighbouring thresholds, where precision is interpolated through counts rather than along
    /// a straight line (Davis and Goadrich 2006, "The relationship between precision-recall and ROC curves", section 4).
    /// </summary>
    public Tensor InterpolatedPrecision()
    {
        Tensor tp = truePositives!, p = Prim.Add(tp, falsePositives!);
        Tensor upper = Tail(p), lower = Head(p), zero = Prim.Scalar(0, p.DType);
        Tensor gained = Prim.Subtract(Head(tp), Tail(tp));
        Tensor slope = LossReduction.DivideNoNan(gained, Prim.Maximum(Prim.Subtract(lower, upper), zero));
        Tensor intercept = Prim.Subtract(Tail(tp), Prim.Multiply(slope, upper));
        Tensor bothPositive = Prim.LogicalAnd(Prim.Greater(lower, zero), Prim.Greater(upper, zero));
        Tensor ratio = Prim.Select(bothPositive, LossReduction.DivideNoNan(lower, Prim.Maximum(upper, zero)), Prim.Scalar(1, p.DType));
        Tensor area = Prim.Multiply(slope, Prim.Add(gained, Prim.Multiply(intercept, Prim.Log(ratio))));
        return LossReduction.DivideNoNan(area, Prim.Maximum(Prim.Add(Tail(tp), Tail(falseNegatives!)), zero));
    }

    /// <summary>All but the last threshold.</summary>
    public static Tensor Head(Tensor x) => Prim.SliceAxis(x, 0, 0, x.Shape[0] - 1);

    /// <summary>All but the first threshold.</summary>
    public static Tensor Tail(Tensor x) => Prim.SliceAxis(x, 0, 1, x.Shape[0]);

    private static Tensor Rate(Variable part, Variable rest) => LossReduction.DivideNoNan(part, Prim.Add(part, rest));
}
