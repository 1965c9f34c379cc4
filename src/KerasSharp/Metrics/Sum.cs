using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Metrics;

/// <summary>The weighted sum of the values given.</summary>
/// <remarks>State: <c>total ()</c>.</remarks>
[KerasSerializable(Module, "Sum")]
public sealed partial class Sum : Metric
{
    private readonly Variable _total;

    /// <summary>A sum of nothing yet: 0.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of its state.</param>
    public Sum(string? name = "sum", DType? dtype = null)
        : base(name, dtype) => _total = AddVariable(Shape.Scalar, name: "total");

    /// <summary>Takes values into account.</summary>
    /// <param name="values">The values, of any shape.</param>
    /// <param name="sampleWeight">Their weights, broadcast to them.</param>
    public void UpdateState(Tensor values, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        (Tensor sum, _) = WeightedMean.Weigh(values, sampleWeight, values.Mask, Dtype, isMean: false);
        _total.Assign(Prim.Add(_total.Value, sum));
    }

    /// <inheritdoc/>
    public override Tensor Result() => _total.Value;

    internal override double Read() => Tensors.ElementReader.ReadDouble(_total.Peek().Data, 0);
}
