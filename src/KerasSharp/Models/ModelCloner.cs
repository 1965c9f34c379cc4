using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Models;

/// <summary>Makes a model of the same layers with weights of its own (keras/src/models/cloning.py).</summary>
internal sealed class ModelCloner(Func<Layer, Layer>? clone, Func<Layer, CallArguments, Tensor[]>? call, bool recursive)
{
    private readonly Dictionary<Layer, Layer> _layers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, Tensor> _tensors = new(ReferenceEqualityComparer.Instance);

    public Model Clone(Model model, TensorStructure? inputs) => model switch
    {
        Sequential sequential => CloneSequential(sequential, inputs),
        { Graph: { } graph } when model.GetType() == typeof(Model) => CloneFunctional(model, graph, inputs),
        _ when clone is null && call is null && inputs is null => (Model)Copy(model),
        _ => throw new ArgumentException($"{model.Label}: a model of a class of one's own is cloned by its config, without a function and input tensors. Leave them out.", nameof(model)),
    };

    private Sequential CloneSequential(Sequential model, TensorStructure? inputs)
    {
        if (call is not null)
        {
            throw new ArgumentException($"{model.Label}: a function that calls layers is for functional models. Leave callFunction out.", nameof(model));
        }

        IEnumerable<Layer> layers = model.AllLayers.Select(layer => layer is InputLayer input ? Input(input, inputs?.Items[0]) : CloneLayer(layer));
        return new Sequential(layers, model.Name, model.Trainable);
    }

    private Model CloneFunctional(Model model, FunctionalGraph graph, TensorStructure? inputs)
    {
        if (inputs is not null && inputs.Items.Count != graph.Inputs.Length)
        {
            throw new ArgumentException($"{model.Label}: there must be one input tensor for each of its {graph.Inputs.Length} inputs. Received: {inputs.Items.Count}.", nameof(inputs));
        }

        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            _tensors[graph.Inputs[i]] = inputs?.Items[i] ?? ((InputLayer)Input((InputLayer)TensorOrigin.Of(graph.Inputs[i])!.Node.Layer, null)).Output;
        }

        foreach (Node node in graph.Nodes.Where(node => !_tensors.ContainsKey(node.Outputs[0])))
        {
            CallArguments arguments = node.Arguments.With(Array.ConvertAll(node.Arguments.Inputs, Of), node.Arguments.Training, node.Arguments.Masks is { } masks ? Array.ConvertAll(masks, mask => mask is null ? null : Of(mask)) : null);
            Layer layer = CloneLayer(node.Layer);
            Tensor[] outputs = call is not null && layer is not OpLayer ? call(layer, arguments) : layer.Invoke(arguments);
            for (int i = 0; i < outputs.Length; i++)
            {
                _tensors[node.Outputs[i]] = outputs[i];
            }
        }

        return new Model(Structure(model.InputStructure!), Structure(model.OutputStructure!), model.Name, model.Trainable);
    }

    private Tensor Of(Tensor tensor) => tensor.IsConcrete ? tensor : _tensors[tensor];

    private TensorStructure Structure(TensorStructure tensors) =>
        tensors.GivenNames is { } names ? names.ToDictionary(name => name, name => Of(tensors.Items[tensors.Names!.ToList().IndexOf(name)]))
        : tensors.IsSingle ? Of(tensors.Items[0]) : tensors.Items.Select(Of).ToArray();

    /// <summary>The clone of a layer: one for all its applications.</summary>
    private Layer CloneLayer(Layer layer)
    {
        if (!_layers.TryGetValue(layer, out Layer? copy))
        {
            copy = layer is OpLayer operation ? operation.Copy()
                : recursive && layer is Model { Graph: not null } inner ? new ModelCloner(clone, call, recursive).Clone(inner, null)
                : clone is not null ? clone(layer) : Copy(layer);
            _layers.Add(layer, copy);
        }

        return copy;
    }

    private static Layer Input(InputLayer layer, Tensor? tensor) => tensor is null ? new InputLayer(batchShape: layer.BatchShape, dtype: layer.ComputeDType, optional: layer.Optional, name: layer.Name)
        : TensorOrigin.Of(tensor)?.Node.Layer is InputLayer given ? given
        : new InputLayer(batchShape: tensor.Shape, dtype: tensor.DType, name: layer.Name);

    private static Layer Copy(Layer layer) => (Layer)ObjectRegistry.Deserialize(ObjectRegistry.Serialize(layer), layer.Label);
}
