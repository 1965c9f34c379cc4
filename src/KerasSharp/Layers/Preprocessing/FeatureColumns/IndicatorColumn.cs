using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>How often each category occurs in a sample: <see cref="FeatureColumn.Indicator"/>.</summary>
/// <param name="categoricalColumn">The categories.</param>
[KerasSerializable("feature_column", "IndicatorColumn")]
public sealed partial class IndicatorColumn(CategoricalColumn categoricalColumn) : FeatureColumn
{
    /// <summary>The categories.</summary>
    public CategoricalColumn CategoricalColumn { get; } = categoricalColumn ?? throw new ArgumentNullException(nameof(categoricalColumn));

    /// <inheritdoc/>
    public override string Key => CategoricalColumn.Key;

    /// <inheritdoc/>
    public override string Name => $"{CategoricalColumn.Name}_indicator";

    internal override bool RunsOnHost => CategoricalColumn.RunsOnHost;

    internal override int Width => CategoricalColumn.NumBuckets;

    internal override Tensor Read(Layer owner, Tensor x) => CategoricalColumn.Read(owner, x);

    internal override Tensor Encode(Layer owner, Tensor read, Tensor? table) =>
        CategoricalOutput.Encode(owner, CategoricalColumn.Ids(owner, read), "count", Width, DType.Float32);
}
