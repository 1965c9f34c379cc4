using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <summary>Makes one vector of named inputs as feature columns say: a layer of Keras 2. In new code take a <see cref="FeatureSpace"/>.</summary>
/// <remarks>
/// Inputs: a tensor for each key of the columns, <c>(batch, length)</c> or <c>(batch,)</c>. Output: <c>(batch, size)</c>, the columns in the order of their names. Weights:
/// <c>embedding_weights (categories, dimension)</c> of each embedding column.
/// </remarks>
[KerasSerializable("keras.layers", "DenseFeatures")]
public sealed partial class DenseFeatures : Layer
{
    private readonly FeatureColumn[] _sorted;
    private readonly Variable?[] _tables;
    private readonly ColumnReader?[] _readers;

    /// <summary>A layer of columns.</summary>
    /// <param name="featureColumns">The columns, which give numbers: categories are wrapped in indicator or embedding columns.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="name">Its name.</param>
    /// <param name="partitioner">Must be null: weights stand in one piece.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">There is no column, one gives categories, or two have one name.</exception>
    public DenseFeatures(IReadOnlyList<FeatureColumn> featureColumns, bool trainable = true, string? name = null, Config? partitioner = null, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(featureColumns);
        FeatureColumns = [.. featureColumns];
        Partitioner = partitioner is null ? null : throw new NotSupportedException($"DenseFeatures: weights stand in one piece. Received: partitioner={partitioner.ToJson()}. Pass null.");
        _sorted = [.. featureColumns.OrderBy(column => column.Name, StringComparer.Ordinal)];
        if (_sorted.Length == 0)
        {
            throw new ArgumentException("DenseFeatures: there must be one column or more. Received: none.", nameof(featureColumns));
        }

        // A column of categories has no width, and says so.
        _ = _sorted.Sum(column => column.Width);

        if (_sorted.Zip(_sorted.Skip(1)).FirstOrDefault(pair => pair.First.Name == pair.Second.Name).First is { } twice)
        {
            throw new ArgumentException($"DenseFeatures: columns must have different names. Received: '{twice.Name}' twice.", nameof(featureColumns));
        }

        _tables = new Variable?[_sorted.Length];
        _readers = Array.ConvertAll(_sorted, column => column.RunsOnHost ? new ColumnReader(column) : null);
    }

    /// <summary>The columns.</summary>
    public FeatureColumn[] FeatureColumns { get; }

    private Config? Partitioner { get; }

    private protected override bool CastsInput => false;

    /// <summary>Applies the layer to inputs by name.</summary>
    /// <param name="features">A tensor for each key of the columns.</param>
    /// <param name="training">Whether to train.</param>
    /// <exception cref="ArgumentException">An input is missing.</exception>
    public Tensor Apply(IReadOnlyDictionary<string, Tensor> features, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        var inputs = new Tensor[_sorted.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            string key = _sorted[i].Key;
            Tensor x = features.TryGetValue(key, out Tensor? found) ? found : throw new ArgumentException(
                $"{Label}: there must be a tensor for '{key}'. Received: {string.Join(", ", features.Keys)}.{NearestName.Hint(key, features.Keys)}", nameof(features));
            inputs[i] = _readers[i] is { } reader ? reader.Apply(x) : x;
        }

        return Invoke(new CallArguments(inputs) { IsList = true, Training = training })[0];
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        for (int i = 0; i < _sorted.Length; i++)
        {
            if (_sorted[i] is EmbeddingColumn column)
            {
                using CallContext.NameScope scope = CallContext.EnterName(column.Name);
                _tables[i] = AddWeight("embedding_weights", [column.CategoricalColumn.NumBuckets, column.Dimension], column.Initializer, trainable: column.Trainable);
            }
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Inputs.Length != _sorted.Length)
        {
            throw new ArgumentException(
                $"{Label}: a list must have a tensor for each column, in the order of their names: {string.Join(", ", _sorted.Select(c => c.Name))}. Received: {arguments.Inputs.Length} tensors. Pass tensors by name.", nameof(arguments));
        }

        Tensor[] columns = [.. arguments.Inputs.Select((x, i) =>
        {
            Tensor rows = x.Rank == 1 ? Ops.ExpandDims(x, 1) : x;
            return Ops.Cast(_sorted[i].Encode(this, _readers[i] is { } reader && x.DType == DType.String ? reader.Apply(rows) : rows, _tables[i]?.Value), ComputeDType);
        })];
        return [columns.Length == 1 ? columns[0] : Ops.Concatenate(columns, -1)];
    }
}
