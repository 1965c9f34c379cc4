using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <summary>Reads the columns of a table: says of each what it is, learns from data what must be learnt, and makes one vector of all: <c>keras.utils.FeatureSpace</c>.</summary>
/// <remarks>
/// Inputs: a tensor for each feature by name, <c>(batch, 1)</c> or <c>(batch,)</c>, or <c>()</c> for a single sample. Output: one tensor, <c>(batch, size)</c>, features in the
/// order of their names and then crosses in that of theirs; with <c>"dict"</c> one for each by name. Weights: those of the layers inside.
/// </remarks>
[KerasSerializable("keras.utils", "FeatureSpace")]
public sealed partial class FeatureSpace : Layer
{
    private readonly int _crossingDim, _hashingDim, _numDiscretizationBins;
    private readonly OrderedDictionary<string, Feature> _features = [];
    private readonly Cross[] _crosses;
    private readonly Dictionary<string, Tensor> _inputs;
    private readonly Dictionary<string, HashedCrossing> _crossers;
    private readonly string[] _names;
    private Dictionary<string, CategoryEncoding>? _encoders;
    private Concatenate? _concatenate;
    private Tensor[]? _encoded;
    private bool _isAdapted;

    /// <summary>A feature space.</summary>
    /// <param name="features">What each feature is, by name.</param>
    /// <param name="outputMode"><c>"concat"</c> for one vector, <c>"dict"</c> for each feature by itself.</param>
    /// <param name="crosses">Features to cross: <c>["city", "age"]</c>, or what <see cref="Cross(string[], int, string)"/> gives.</param>
    /// <param name="crossingDim">The number of bins of crosses that do not say.</param>
    /// <param name="hashingDim">The number of bins of <c>"integer_hashed"</c> and <c>"string_hashed"</c>.</param>
    /// <param name="numDiscretizationBins">The number of bins of <c>"float_discretized"</c>.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no feature, one is of no known type, or a cross is of features that are not there.</exception>
    public FeatureSpace(
        IReadOnlyDictionary<string, FeatureType> features, string outputMode = "concat", IReadOnlyList<Cross>? crosses = null, int crossingDim = 32, int hashingDim = 32,
        int numDiscretizationBins = 32, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count == 0)
        {
            throw new ArgumentException("FeatureSpace: there must be one feature or more. Received: none.", nameof(features));
        }

        OutputMode = CategoricalOutput.CheckMode(outputMode, nameof(FeatureSpace), "concat", "dict");
        _crossingDim = Arguments.AtLeast(1, crossingDim, nameof(crossingDim), nameof(FeatureSpace));
        _hashingDim = Arguments.AtLeast(1, hashingDim, nameof(hashingDim), nameof(FeatureSpace));
        _numDiscretizationBins = Arguments.AtLeast(1, numDiscretizationBins, nameof(numDiscretizationBins), nameof(FeatureSpace));
        foreach ((string key, FeatureType type) in features)
        {
            Feature feature = type.Feature ?? Standard(type.Name!, key);
            _features[key] = feature;
            Track(feature.Preprocessor, $"preprocessors/{Naming.ToSnakeCase(feature.Preprocessor.KerasName)}");
        }

        _crosses = [.. (crosses ?? []).Select(cross => cross.WithBins(crossingDim))];
        if (_crosses.SelectMany(cross => cross.FeatureNames).FirstOrDefault(n => !_features.ContainsKey(n)) is { } stranger)
        {
            throw new ArgumentException(
                $"FeatureSpace: crosses must be of features that are there: {string.Join(", ", _features.Keys)}. Received: \"{stranger}\".{NearestName.Hint(stranger, _features.Keys)}", nameof(crosses));
        }

        _crossers = _crosses.ToDictionary(cross => cross.Name, cross => Track(new HashedCrossing(cross.CrossingDim!.Value, name: cross.Name), "crossers/hashed_crossing"));
        _inputs = _features.ToDictionary(feature => feature.Key, feature => Keras.Input([1], dtype: feature.Value.Dtype, name: feature.Key));
        _names = [.. _features.Keys.Order(StringComparer.Ordinal), .. _crosses.Select(cross => cross.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>How features are given on.</summary>
    public string OutputMode { get; }

    /// <summary>The features by name.</summary>
    public IReadOnlyDictionary<string, Feature> Features => _features;

    /// <summary>The layers that read features, by name.</summary>
    public IReadOnlyDictionary<string, Layer> Preprocessors => _features.ToDictionary(feature => feature.Key, feature => feature.Value.Preprocessor);

    /// <summary>The layers that cross features, by name of the cross.</summary>
    public IReadOnlyDictionary<string, HashedCrossing> Crossers => _crossers;

    private protected override bool CastsInput => false;

    private IEnumerable<KeyValuePair<string, AdaptableLayer>> Adaptable => _features
        .Where(feature => feature.Value.Preprocessor is AdaptableLayer { IsAdaptable: true }).Select(feature => KeyValuePair.Create(feature.Key, (AdaptableLayer)feature.Value.Preprocessor));

    /// <summary>Makes a feature space from the config that <see cref="GetConfig"/> returns; what it has learnt is not there.</summary>
    /// <param name="config">The config; parameters that it lacks keep their defaults.</param>
    /// <exception cref="ModelFormatException">A value is missing or has the wrong type.</exception>
    public static FeatureSpace FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var reader = new ConfigReader(config, nameof(FeatureSpace));
        Dictionary<string, FeatureType> features = reader.Get<Config>("features").ToDictionary(
            feature => feature.Key,
            feature => feature.Value is string name ? name : (FeatureType)(ObjectRegistry.Deserialize(feature.Value, $"FeatureSpace: feature '{feature.Key}'") as Feature
                ?? throw new ModelFormatException($"FeatureSpace: '{feature.Key}' must be a feature. Received: {ConfigJson.Write(feature.Value)}.")));
        int Number(string key) => reader.Has(key) ? reader.Get<int>(key) : 32;
        var space = new FeatureSpace(
            features,
            reader.Has("output_mode") ? reader.Get<string>("output_mode") : "concat",
            reader.Has("crosses") ? reader.GetObjects<Cross>("crosses", allowNull: true) : null,
            Number("crossing_dim"),
            Number("hashing_dim"),
            Number("num_discretization_bins"));
        space.ApplyBaseConfig(config);
        reader.Finish("name", "trainable", "dtype");
        return space;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        ["features"] = new Config(_features.Select(feature => KeyValuePair.Create<string, object?>(feature.Key, feature.Value))),
        ["output_mode"] = OutputMode,
        ["crosses"] = _crosses,
        ["crossing_dim"] = _crossingDim,
        ["hashing_dim"] = _hashingDim,
        ["num_discretization_bins"] = _numDiscretizationBins,
    };

    /// <summary>Learns what features need from samples: all at once.</summary>
    /// <param name="data">A tensor or array for each feature, by name.</param>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public void Adapt(Dictionary<string, DataInput> data) => Adapt(Dataset.FromTensorSlices(data).Batch(1024));

    /// <summary>Learns what features need from a dataset whose inputs are named, in one pass.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public void Adapt(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        KeyValuePair<string, AdaptableLayer>[] layers = [.. Adaptable];
        Array.ForEach(layers, layer => layer.Value.ResetState());
        foreach (DataElement batch in dataset.IsBatched ? dataset : dataset.Batch(32))
        {
            Tensor[] columns = batch.X.InOrder([.. layers.Select(layer => layer.Key)], Label, nameof(dataset));
            for (int i = 0; i < layers.Length; i++)
            {
                layers[i].Value.UpdateState(columns[i].Rank == 1 ? columns[i].Reinterpret(columns[i].Shape.Insert(1, 1)) : columns[i]);
            }
        }

        Array.ForEach(layers, layer => layer.Value.FinalizeState());
        (_isAdapted, _encoders, _encoded) = (true, null, null);
    }

    /// <summary>Symbolic inputs for the features, by name.</summary>
    public Dictionary<string, Tensor> GetInputs() => new(_inputs);

    /// <summary>The vector that a functional model makes of <see cref="GetInputs"/>.</summary>
    /// <exception cref="InvalidOperationException">Adapt has not been called, or the output mode is <c>"dict"</c>.</exception>
    public Tensor GetEncodedFeatures()
    {
        RequireMode("concat", nameof(GetEncodedFeaturesByName));
        return Encoded()[0];
    }

    /// <summary>What a functional model makes of <see cref="GetInputs"/>, by name.</summary>
    /// <exception cref="InvalidOperationException">Adapt has not been called, or the output mode is <c>"concat"</c>.</exception>
    public Dictionary<string, Tensor> GetEncodedFeaturesByName()
    {
        RequireMode("dict", nameof(GetEncodedFeatures));
        return ByName(Encoded());
    }

    /// <summary>The vector of features.</summary>
    /// <param name="data">A tensor for each feature, by name: of samples, or of one.</param>
    /// <exception cref="InvalidOperationException">Adapt has not been called, or the output mode is <c>"dict"</c>.</exception>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public Tensor Apply(IReadOnlyDictionary<string, Tensor> data)
    {
        RequireMode("concat", nameof(ApplyByName));
        return Read(data)[0];
    }

    /// <summary>Each feature by itself.</summary>
    /// <param name="data">A tensor for each feature, by name: of samples, or of one.</param>
    /// <exception cref="InvalidOperationException">Adapt has not been called, or the output mode is <c>"concat"</c>.</exception>
    /// <exception cref="ArgumentException">A feature is missing.</exception>
    public Dictionary<string, Tensor> ApplyByName(IReadOnlyDictionary<string, Tensor> data)
    {
        RequireMode("dict", nameof(Apply));
        return ByName(Read(data));
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Inputs.Length == _features.Count ? Encode(arguments.Inputs) : throw new ArgumentException(
            $"{Label}: it takes a tensor for each of its {_features.Count} features: {string.Join(", ", _features.Keys)}. Received: {arguments.Inputs.Length} tensors.", nameof(arguments));
    }

    private Tensor[] Encoded() => _encoded ??= Encode([.. _features.Keys.Select(key => _inputs[key])]);

    private Dictionary<string, Tensor> ByName(Tensor[] tensors) => _names.Zip(tensors).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>Symbolic tensors become nodes of the layers inside; of others the features are computed.</summary>
    private Tensor[] Read(IReadOnlyDictionary<string, Tensor> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_features.Keys.FirstOrDefault(key => !data.ContainsKey(key)) is { } missing)
        {
            throw new ArgumentException($"{Label}: there must be a tensor for the feature '{missing}'. Received: {string.Join(", ", data.Keys)}.{NearestName.Hint(missing, data.Keys)}", nameof(data));
        }

        bool isOne = data.Values.All(x => x.Rank == 0);
        Tensor[] columns = [.. _features.Keys.Select(key => data[key].Rank > 1 ? data[key] : Ops.Reshape(data[key], Shape.Of(isOne ? 1 : -1, 1)))];
        Tensor[] encoded = Encode(columns);
        return isOne ? Array.ConvertAll(encoded, y => Ops.Squeeze(y, 0)) : encoded;
    }

    private Tensor[] Encode(Tensor[] inputs)
    {
        if (!_isAdapted && Adaptable.Any())
        {
            throw new InvalidOperationException($"{Label}: it has not learnt from data yet what the features {string.Join(", ", Adaptable.Select(layer => layer.Key))} need. Call Adapt(data) first.");
        }

        Dictionary<string, Tensor> read = _features.Zip(inputs).ToDictionary(pair => pair.First.Key, pair => pair.First.Value.Preprocessor.Apply(AsFeature(pair.First.Value, pair.Second)));
        foreach (Cross cross in _crosses)
        {
            read[cross.Name] = _crossers[cross.Name].Apply(Array.ConvertAll(cross.FeatureNames, feature => read[feature]));
        }

        _encoders ??= MakeEncoders();
        Tensor[] encoded = Array.ConvertAll(_names, key => _encoders.TryGetValue(key, out CategoryEncoding? encoder) ? encoder.Apply(read[key]) : read[key]);
        if (OutputMode == "dict")
        {
            return encoded;
        }

        int raw = Array.FindIndex(encoded, y => !y.DType.IsFloating());
        return raw >= 0
            ? throw new InvalidOperationException(
                $"{Label}: to be one vector, features must be encoded as floating numbers. Received: '{_names[raw]}' of dtype {encoded[raw].DType.Name()}. Give it outputMode: \"one_hot\", or the space outputMode: \"dict\".")
            : [encoded.Length == 1 ? encoded[0] : (_concatenate ??= new Concatenate()).Apply(encoded)];
    }

    private static Tensor AsFeature(Feature feature, Tensor x) => feature.Dtype.IsFloating() && x.DType != feature.Dtype && x.DType != DType.String ? Ops.Cast(x, feature.Dtype) : x;

    private void RequireMode(string mode, string other)
    {
        if (OutputMode != mode)
        {
            throw new InvalidOperationException($"{Label}: this is for outputMode: \"{mode}\". Received: outputMode=\"{OutputMode}\". Call {other}.");
        }
    }
}
