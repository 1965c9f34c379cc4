using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Reads the input of a column on the host, so that a functional model is cut behind it and <see cref="DenseFeatures"/> is trained.</summary>
[KerasSerializable("KerasSharp", "ColumnReader")]
internal sealed partial class ColumnReader : Layer
{
    public ColumnReader(FeatureColumn column, string? name = null)
        : base(name) => Column = column;

    public FeatureColumn Column { get; }

    internal override bool RunsOnHost => true;

    private protected override bool CastsInput => false;

    protected override Tensor Call(Tensor inputs) => HostComputation.Run(this, [inputs], inputs.Shape, DType.Int64, () => Column.Read(this, inputs));
}
