using KerasSharp.Losses;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Metrics;

/// <summary>The coefficient of determination: 1 - the squared differences over the squared deviations of the labels from their mean.</summary>
/// <remarks>
/// <c>yTrue</c> and <c>yPred</c>: <c>(batch, values)</c>, a last axis of size 1 may be missing in one. 1 is perfect, 0 as good as the mean. State: <c>num_samples ()</c>,
/// <c>squared_sum</c>, <c>sum</c>, <c>residual</c> and <c>count</c>, each <c>(values)</c>.
/// </remarks>
[KerasSerializable(Module, "R2Score")]
public sealed partial class R2Score : Metric
{
    private readonly string? _classAggregation;
    private readonly int _numRegressors;
    private readonly Variable _numSamples;
    private Variable? _squaredSum, _sum, _residual, _count;

    /// <summary>A score over no samples yet: 0.</summary>
    /// <param name="classAggregation">
    /// How the scores of the values become one: <c>"uniform_average"</c>, <c>"variance_weighted_average"</c> or null (they stay; training logs show their mean).
    /// </param>
    /// <param name="numRegressors">Number of independent regressors, for the adjusted score; 0 for the plain one. It is ignored while there are no more samples than that, and one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of its state.</param>
    /// <exception cref="ArgumentException"><paramref name="classAggregation"/> is none of those, or <paramref name="numRegressors"/> is negative.</exception>
    public R2Score(string? classAggregation = "uniform_average", int numRegressors = 0, string? name = "r2_score", DType? dtype = null)
        : base(name, dtype)
    {
        _classAggregation = classAggregation is null or "uniform_average" or "variance_weighted_average" ? classAggregation : throw new ArgumentException(
            $"R2Score: classAggregation must be null, \"uniform_average\" or \"variance_weighted_average\". Received: classAggregation=\"{classAggregation}\".", nameof(classAggregation));
        _numRegressors = Arguments.AtLeast(nameof(R2Score), nameof(numRegressors), numRegressors, 0);
        _numSamples = AddVariable(Shape.Scalar, name: "num_samples");
    }

    /// <inheritdoc/>
    public override string? Direction => "up";

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The shapes are not both <c>(batch, values)</c>.</exception>
    public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = LossReduction.SameRank(Cast(yTrue), Cast(yPred));
        if (yTrue.Rank != 2 || yPred.Rank != 2 || !yTrue.Shape.IsCompatibleWith(yPred.Shape))
        {
            throw new ShapeException(
                $"R2Score '{Name}': labels and predictions must both be (batch, values). Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}. Reshape them to that.", nameof(yPred));
        }

        Shape state = yPred.Shape[1..];
        _squaredSum ??= AddVariable(state, name: "squared_sum");
        _sum ??= AddVariable(state, name: "sum");
        _residual ??= AddVariable(state, name: "residual");
        _count ??= AddVariable(state, name: "count");

        Tensor weight = ConfusionMetric.Weights(sampleWeight, yTrue), weighted = Prim.Multiply(yTrue, weight);
        Increase(_sum, weighted);
        Increase(_squaredSum, Prim.Multiply(yTrue, weighted));
        Increase(_residual, Prim.Multiply(Prim.Square(Prim.Subtract(yTrue, yPred)), weight));
        Increase(_count, weight);
        _numSamples.Assign(Prim.Add(_numSamples.Value, yTrue.Shape[0]));

        static void Increase(Variable variable, Tensor values) => variable.Assign(Prim.Add(variable.Value, Prim.ReduceSum(values, 0)));
    }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (_sum is null)
        {
            return Prim.Scalar(0, Dtype);
        }

        Tensor total = Prim.Subtract(_squaredSum!, Prim.Multiply(_sum, Prim.Divide(_sum, _count!)));
        Tensor raw = Prim.Subtract(1, Prim.Divide(_residual!, total)), zero = Prim.Scalar(0, Dtype);
        raw = Prim.Select(Prim.Equal(Prim.Abs(raw), Prim.Scalar(double.PositiveInfinity, Dtype)), zero, raw);
        Tensor score = _classAggregation switch
        {
            "uniform_average" => LossFunctions.MeanOfLast(raw),
            "variance_weighted_average" => Prim.Divide(Prim.ReduceSum(Prim.Multiply(total, raw)), Prim.ReduceSum(total)),
            _ => raw,
        };
        if (_numRegressors == 0)
        {
            return score;
        }

        // The adjusted score needs more samples than regressors and one.
        Tensor free = Prim.Subtract(_numSamples.Value, _numRegressors + 1), isEnough = Prim.Greater(free, zero);
        Tensor unexplained = Prim.Multiply(Prim.Subtract(1, score), Prim.Subtract(_numSamples.Value, 1));
        Tensor adjusted = Prim.Subtract(1, Prim.Divide(unexplained, Prim.Select(isEnough, free, Prim.Scalar(1, Dtype))));
        return Prim.Select(isEnough, adjusted, score);
    }
}
