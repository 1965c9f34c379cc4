using KerasSharp.Losses;
using KerasSharp.Primitives;

namespace KerasSharp.Metrics;

/// <summary>Weighted counts of right and wrong predictions at each threshold (and for each label), and the rates that follow from them.</summary>
internal sealed class ConfusionCounts(Variable truePositives, Variable falsePositives, Variable trueNegatives, Variable falseNegatives)
{
    /// <summary>Takes a batch into account. Where the counts have an axis of labels, so must the batch; else it is flattened.</summary>
    public void Add(Tensor yTrue, Tensor yPred, Tensor weight, ThresholdSet thresholds)
    {
        bool perLabel = truePositives.Shape.Rank == 2;
        Shape flat = perLabel ? Shape.Of(checked((int)(yPred.Count / yPred.Shape[^1])), yPred.Shape[^1]) : Shape.Of(checked((int)yPred.Count));
        Tensor positives = Prim.Reshape(Prim.Multiply(yTrue, weight), flat);
        Tensor negatives = Prim.Reshape(Prim.Multiply(Prim.Subtract(1, yTrue), weight), flat);
        Tensor isOver = thresholds.IsOver(Prim.Reshape(yPred, flat)), zero = Prim.Scalar(0, yPred.DType);
        Shape spread = flat.Insert(1, 1);
        Tensor tp = Prim.ReduceSum(Prim.Select(isOver, Prim.Reshape(positives, spread), zero), 0);
        Tensor fp = Prim.ReduceSum(Prim.Select(isOver, Prim.Reshape(negatives, spread), zero), 0);
        Increase(truePositives, tp);
        Increase(falsePositives, fp);
        Increase(trueNegatives, Prim.Subtract(Prim.ReduceSum(negatives, 0), fp));
        Increase(falseNegatives, Prim.Subtract(Prim.ReduceSum(positives, 0), tp));
    }

    public Tensor Recall() => LossReduction.DivideNoNan(truePositives, Prim.Add(truePositives, falseNegatives));

    public Tensor Precision() => LossReduction.DivideNoNan(truePositives, Prim.Add(truePositives, falsePositives));

    public Tensor FalsePositiveRate() => LossReduction.DivideNoNan(falsePositives, Prim.Add(falsePositives, trueNegatives));

    /// <summary>
    /// The area under precision against recall between neighbouring thresholds, where precision is interpolated through counts rather than along
    /// a straight line (Davis and Goadrich 2006, "The relationship between precision-recall and ROC curves", section 4).
    /// </summary>
    public Tensor InterpolatedPrecision()
    {
        Tensor tp = truePositives, p = Prim.Add(tp, falsePositives);
        Tensor upper = Tail(p), lower = Head(p), zero = Prim.Scalar(0, p.DType);
        Tensor gained = Prim.Subtract(Head(tp), Tail(tp));
        Tensor slope = LossReduction.DivideNoNan(gained, Prim.Maximum(Prim.Subtract(lower, upper), zero));
        Tensor intercept = Prim.Subtract(Tail(tp), Prim.Multiply(slope, upper));
        Tensor bothPositive = Prim.LogicalAnd(Prim.Greater(lower, zero), Prim.Greater(upper, zero));
        Tensor ratio = Prim.Select(bothPositive, LossReduction.DivideNoNan(lower, Prim.Maximum(upper, zero)), Prim.Scalar(1, p.DType));
        Tensor area = Prim.Multiply(slope, Prim.Add(gained, Prim.Multiply(intercept, Prim.Log(ratio))));
        return LossReduction.DivideNoNan(area, Prim.Maximum(Prim.Add(Tail(tp), Tail(falseNegatives)), zero));
    }

    /// <summary>All but the last threshold.</summary>
    public static Tensor Head(Tensor x) => Prim.SliceAxis(x, 0, 0, x.Shape[0] - 1);

    /// <summary>All but the first threshold.</summary>
    public static Tensor Tail(Tensor x) => Prim.SliceAxis(x, 0, 1, x.Shape[0]);

    private static void Increase(Variable variable, Tensor by) => variable.Assign(Prim.Add(variable.Value, by));
}
