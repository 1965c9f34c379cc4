using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Numbers the bins that numbers fall into. The borders of the bins are given, or learnt so that about as many numbers fall into each.</summary>
/// <remarks>
/// Input shape: any. Output shape: the same; in other modes than <c>"int"</c> as that of <see cref="CategoryEncoding"/>. Bins reach from a border to the next, which is left
/// out, the first from minus infinity and the last to infinity. No weights.
/// </remarks>
[KerasSerializable("keras.layers", "Discretization")]
public sealed partial class Discretization : AdaptableLayer
{
    private readonly int? _numBins;
    private readonly double _epsilon;
    private readonly string _outputMode;
    private readonly bool _sparse;
    private double[]? _binBoundaries;
    private QuantileSummary _summary = QuantileSummary.Empty;

    /// <summary>Bins with borders given or to be learnt.</summary>
    /// <param name="binBoundaries">The borders between bins, ascending; either these or <paramref name="numBins"/>.</param>
    /// <param name="numBins">How many bins to learn the borders of, at least 1.</param>
    /// <param name="epsilon">How exactly to learn them: the part of all numbers that a border may be off by, above 0 and at most 1.</param>
    /// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c>, <c>"multi_hot"</c> or <c>"count"</c>.</param>
    /// <param name="sparse">Must be false.</param>
    /// <param name="dtype">Dtype of encoded outputs.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Both or neither of borders and their number are given, the borders do not ascend, or the mode is none of those.</exception>
    public Discretization(
        double[]? binBoundaries = null, int? numBins = null, double epsilon = 0.01, string outputMode = "int", bool sparse = false, DTypePolicy? dtype = null, string? name = null)
        : base(name, trainable: true, dtype)
    {
        _sparse = CategoricalOutput.CheckSparse(sparse, nameof(Discretization));
        _outputMode = CategoricalOutput.CheckMode(outputMode, nameof(Discretization), "int", "one_hot", "multi_hot", "count");
        if (binBoundaries is null == numBins is null)
        {
            throw new ArgumentException(
                $"Discretization: either binBoundaries or numBins must be given. Received: {(numBins is null ? "neither" : $"both, numBins={numBins}")}. Give borders, or their number and call Adapt.", nameof(numBins));
        }

        if (binBoundaries is not null && !binBoundaries.Zip(binBoundaries.Skip(1)).All(pair => pair.First <= pair.Second))
        {
            throw new ArgumentException($"Discretization: binBoundaries must ascend. Received: binBoundaries=[{string.Join(", ", binBoundaries)}]. Sort them.", nameof(binBoundaries));
        }

        _epsilon = epsilon is > 0 and <= 1 ? epsilon : throw new ArgumentOutOfRangeException(
            nameof(epsilon), $"Discretization: epsilon must be above 0 and at most 1. Received: epsilon={epsilon}.");
        _numBins = numBins is { } bins ? Arguments.AtLeast(1, bins, nameof(numBins), nameof(Discretization)) : null;
        _binBoundaries = binBoundaries;
    }

    /// <summary>The borders; null before they are learnt.</summary>
    public IReadOnlyList<double>? BinBoundaries => _binBoundaries;

    internal override bool IsAdaptable => _numBins is not null;

    /// <summary>The number of bins; null before their borders are known.</summary>
    internal int? Bins => _binBoundaries is null ? _numBins : _binBoundaries.Length + 1;

    private protected override bool CastsInput => false;

    /// <summary>Makes a layer from the config that <see cref="GetConfig"/> returns; borders that were learnt are there again.</summary>
    /// <param name="config">The config; parameters that it lacks keep their defaults.</param>
    /// <exception cref="ModelFormatException">A value is missing or has the wrong type.</exception>
    public static Discretization FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var reader = new ConfigReader(config, nameof(Discretization));
        double[]? boundaries = reader.Has("bin_boundaries") ? reader.Get<double[]>("bin_boundaries", allowNull: true) : null;
        int? bins = reader.Has("num_bins") ? reader.Get<int?>("num_bins", allowNull: true) : null;
        var layer = new Discretization(
            bins is null ? boundaries : null,
            bins,
            reader.Has("epsilon") ? reader.Get<double>("epsilon") : 0.01,
            reader.Has("output_mode") ? reader.Get<string>("output_mode") : "int",
            reader.Has("sparse") && reader.Get<bool>("sparse"))
        {
            _binBoundaries = boundaries,
        };
        layer.ApplyBaseConfig(config);
        reader.Finish("name", "trainable", "dtype");
        return layer;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        ["bin_boundaries"] = _binBoundaries,
        ["num_bins"] = _numBins,
        ["epsilon"] = _epsilon,
        ["output_mode"] = _outputMode,
        ["sparse"] = _sparse,
        ["name"] = Name,
        ["dtype"] = VariableDType.Name(),
    };

    /// <summary>Keras 2 kept no borders in the config, but the summary of all numbers, from which they follow, as a weight of shape (2, numbers).</summary>
    internal override Action? OldState(IReadOnlyList<StoredWeight> stored)
    {
        if (stored is not [{ Shape: [2, _], DType: DType.Float32 } summary])
        {
            return null;
        }

        QuantileSummary old = QuantileSummary.Of(summary.Read());
        return () =>
        {
            if (_binBoundaries is null && old.Count > 0)
            {
                _binBoundaries = old.Boundaries(_numBins!.Value);
                ConstantsChanged();
            }
        };
    }

    /// <inheritdoc/>
    public override void UpdateState(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckAdaptable();
        _summary = _summary.Merge(QuantileSummary.Of(Ops.Cast(batch, DType.Float32).ToArray<float>(), _epsilon), _epsilon);
    }

    /// <inheritdoc/>
    public override void FinalizeState()
    {
        if (IsAdaptable && _summary.Count > 0)
        {
            _binBoundaries = _summary.Boundaries(_numBins!.Value);
            ConstantsChanged();
        }
    }

    /// <inheritdoc/>
    public override void ResetState() => _summary = QuantileSummary.Empty;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_binBoundaries is null && _outputMode == "int" && Dispatch.Current is ShapeInterpreter)
        {
            return Op.Unknown(inputs.Shape, DType.Int32);
        }

        float[] borders = Array.ConvertAll(_binBoundaries ?? throw NotAdapted("binBoundaries"), b => (float)b);
        Tensor bins = Ops.Digitize(Ops.Cast(inputs, DType.Float32), borders);
        return CategoricalOutput.Encode(this, bins, _outputMode, borders.Length + 1, _outputMode == "int" ? DType.Int32 : ComputeDType);
    }

    private protected override void CheckAdaptable() => RequireAdaptable("binBoundaries");
}
