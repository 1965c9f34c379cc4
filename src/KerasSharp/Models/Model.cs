using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp;

/// <summary>
/// Layers put together to something that can be trained: a functional model between symbolic tensors, or a class of one's own that overrides
/// <c>Call</c>.
/// </summary>
[KerasSerializable("keras.src.models.functional", "Functional")]
public partial class Model : Layer
{
    internal override Config? BuildConfig => _graph is null ? base.BuildConfig : new Config { ["input_shape"] = null };

    internal override bool TakesMask => true;

    private FunctionalGraph? _graph;
    private HostStage? _host;
    private (int Changes, bool RunsOnHost)? _checked;

    /// <summary>A functional model.</summary>
    /// <param name="inputs">Symbolic tensors from <see cref="Keras.Input"/>: one, a list, or by name.</param>
    /// <param name="outputs">Symbolic tensors that layers made of them.</param>
    /// <param name="name">Its name; <c>functional</c>, numbered, when not given.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <exception cref="ArgumentException">A tensor is not symbolic, outputs depend on another input, or two layers have the same name.</exception>
    public Model(TensorStructure inputs, TensorStructure outputs, string? name = null, bool trainable = true)
        : base(name ?? Naming.AutoName("Functional"), trainable)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        InputStructure = inputs;
        OutputStructure = outputs;
        Graph = new FunctionalGraph(inputs.Items, outputs.Items);
        if (!trainable)
        {
            Trainable = false;
        }
    }

    /// <summary>The base of a model class of one's own.</summary>
    /// <param name="name">Its name; the class name in snake_case, numbered, when not given.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    protected Model(string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
    }

    /// <summary>Its layers, in the order of <c>model.layers</c>; operations on symbolic tensors are none.</summary>
    public virtual IReadOnlyList<Layer> Layers => _graph is null ? Sublayers : [.. _graph.Layers.Where(layer => layer is not OpLayer)];

    /// <summary>What it applies: its layers, and operations on symbolic tensors.</summary>
    internal virtual IReadOnlyList<Layer> Operations => _graph is null ? Sublayers : _graph.Layers;

    /// <summary>The symbolic inputs of a functional model; null for others.</summary>
    public TensorStructure? InputStructure { get; private protected set; }

    /// <summary>The symbolic outputs of a functional model; null for others.</summary>
    public TensorStructure? OutputStructure { get; private protected set; }

    /// <summary>The graph of a functional model or of a sequential one that knows its input.</summary>
    internal FunctionalGraph? Graph
    {
        get => _graph;
        private protected set
        {
            _graph = value;
            _host = value is null ? null : HostStage.Of(value);
            _predict = null;
            _runner?.Forget();
            ClearTracked();
            if (value is not null)
            {
                foreach (Layer layer in value.Layers)
                {
                    Track(layer, layer.Name);
                }

                SetBuilt();
            }
        }
    }

    internal override string KerasName => GetType() == typeof(Model) ? "Functional" : base.KerasName;

    private protected override bool KeepsOwnMasks => true;

    private protected override bool ConvertsArguments => _graph is null;

    /// <summary>The layer of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(l => l.Name == name) ?? throw new ArgumentException(
        $"{Label}: no layer has the name '{name}'. It has: {string.Join(", ", Layers.Select(l => l.Name))}.{NearestName.Hint(name, Layers.Select(l => l.Name))}", nameof(name));

    /// <summary>The layer at a place of <see cref="Layers"/>.</summary>
    /// <param name="index">The place; negative ones count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Layer GetLayer(int index)
    {
        IReadOnlyList<Layer> layers = Layers;
        int at = index < 0 ? index + layers.Count : index;
        return at >= 0 && at < layers.Count ? layers[at] : throw new ArgumentOutOfRangeException(
            nameof(index), $"{Label}: the index must be less than {layers.Count}, the number of its layers. Received: index={index}.");
    }

    /// <summary>Applies the model to tensors by input name.</summary>
    /// <param name="inputs">A tensor for each input.</param>
    /// <param name="training">Whether to train.</param>
    /// <exception cref="ArgumentException">An input is missing.</exception>
    public Tensor[] ApplyMany(IReadOnlyDictionary<string, Tensor> inputs, bool? training = null) => Invoke(new CallArguments(ByName(inputs)) { IsList = true, Training = training });

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (_graph is null)
        {
            return base.Call(arguments);
        }

        FunctionalGraph graph = _host is not null && HostStage.IsBehind(this) ? _host.Behind : _graph;
        return graph.Run(FitInputs(arguments.Inputs, graph));
    }

    /// <summary>Tensors by name in the order of the inputs.</summary>
    internal T[] ByName<T>(IReadOnlyDictionary<string, T> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_graph is null)
        {
            return [.. inputs.Values];
        }

        var ordered = new T[_graph.Inputs.Length];
        for (int i = 0; i < ordered.Length; i++)
        {
            string name = InputStructure?.Names?[i] ?? _graph.InputName(i);
            ordered[i] = inputs.TryGetValue(name, out T? value) || inputs.TryGetValue(_graph.InputName(i), out value) ? value : throw new ArgumentException(
                $"{Label}: there must be data for the input '{name}'. Received: {string.Join(", ", inputs.Keys)}.{NearestName.Hint(name, inputs.Keys)}", nameof(inputs));
        }

        return ordered;
    }

    /// <summary>A layer that training would not reach, because layers that run on the host depend on it, or it is one.</summary>
    internal Layer? TrainedHostLayer => _host?.TrainedLayer;

    /// <summary>Whether its calls cannot be compiled: it runs layers on the host that no cut takes off, or gives text.</summary>
    internal bool RunsUncompiled
    {
        get
        {
            if (_host is not null)
            {
                return false;
            }

            // Looking through all layers would take longer than a small call: nothing is looked at while no layer anywhere has changed.
            int changes = Changes;
            if (_checked is not { } known || known.Changes != changes)
            {
                _checked = known = (changes, RunsOnHost || (_graph is not null && Array.Exists(_graph.Outputs, y => y.DType == DType.String)));
            }

            return known.RunsOnHost;
        }
    }

    /// <summary>Data that layers on the host have been applied to, where the model is functional; other models run those themselves, in steps that are not compiled.</summary>
    internal Tensor[] ReadOnHost(Tensor[] inputs)
    {
        if (_graph is null && this is Sequential && (RunsUncompiled || Array.Exists(inputs, x => x.DType == DType.String)))
        {
            _ = InferOutputs(Array.ConvertAll(inputs, x => x.Rank == 0 ? x : new Tensor(x.Shape.With(0, Shape.Unknown), x.DType, symbol: null)));
        }

        return _host is null ? inputs : _host.Read(FitInputs(inputs, _graph!));
    }

    /// <summary>Inputs checked against the graph, cast to its dtypes; (batch,) and (batch, 1) stand for each other as in Keras.</summary>
    private Tensor[] FitInputs(Tensor[] inputs, FunctionalGraph graph)
    {
        if (inputs.Length != graph.Inputs.Length)
        {
            throw new ArgumentException(
                $"{Label}: it takes {graph.Inputs.Length} input(s): {string.Join(", ", graph.Inputs.Select((_, i) => graph.InputName(i)))}. Received: {inputs.Length}.", nameof(inputs));
        }

        var fitted = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor x = inputs[i];
            Shape expected = graph.Inputs[i].Shape;
            Tensor? mask = x.Mask;
            if (x.Rank == expected.Rank + 1 && x.Shape[^1] == 1)
            {
                x = Prim.Reshape(x, x.Shape[..^1]);
            }
            else if (x.Rank == expected.Rank - 1 && expected[^1] == 1)
            {
                x = Prim.Reshape(x, x.Shape.Concat(Shape.Of(1)));
            }

            // Keras only warns of other sizes here: a layer that minds refuses them itself.
            if (x.Rank != expected.Rank)
            {
                throw new ShapeException($"{Label}: the input '{graph.InputName(i)}' must have the shape {expected}. Received: inputs.Shape={inputs[i].Shape}.", nameof(inputs));
            }

            fitted[i] = x.DType == graph.Inputs[i].DType ? x : Prim.Convert(x, graph.Inputs[i].DType);
            if (mask is not null && fitted[i].Mask is null)
            {
                fitted[i].Mask = mask;
            }
        }

        return fitted;
    }
}
