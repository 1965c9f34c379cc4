using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>The weighted mean of the values given.</summary>
/// <remarks>State: <c>total ()</c>, <c>count ()</c>.</remarks>
[KerasSerializable(Module, "Mean")]
public sealed partial class Mean : Metric
{
    private readonly Variable _total, _count;

    /// <summary>A mean of nothing yet: 0.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of its state.</param>
    public Mean(string? name = "mean", DType? dtype = null)
        : base(name, dtype)
    {
        _total = AddVariable(Shape.Scalar, name: "total");
        _count = AddVariable(Shape.Scalar, name: "count");
    }

    /// <summary>Takes values into account.</summary>
    /// <param name="values">The values, of any shape.</param>
    /// <param name="sampleWeight">Their weights, broadcast to them.</param>
    public void UpdateState(Tensor values, Tensor? sampleWeight = null) => WeightedMean.Update(_total, _count, values, sampleWeight, values?.Mask);

    /// <summary>Takes the mean of a batch into account as that of <paramref name="count"/> samples.</summary>
    internal void UpdateMean(Tensor mean, double count)
    {
        Tensor weight = Primitives.Prim.Scalar(count, Dtype);
        _total.Assign(Primitives.Prim.Add(_total.Value, Primitives.Prim.Multiply(Cast(mean), weight)));
        _count.Assign(Primitives.Prim.Add(_count.Value, weight));
    }

    /// <inheritdoc/>
    public override Tensor Result() => WeightedMean.Result(_total, _count);

    /// <summary>The mean, read on the host without running anything.</summary>
    internal override double Read() => ReadRatio(_total, _count);

    /// <summary>total / count of two scalar variables, read where they lie; 0 where the count is.</summary>
    internal static double ReadRatio(Variable total, Variable count)
    {
        double n = Tensors.ElementReader.ReadDouble(count.Peek().Data, 0);
        return n == 0 ? 0 : (float)(Tensors.ElementReader.ReadDouble(total.Peek().Data, 0) / n);
    }
}
