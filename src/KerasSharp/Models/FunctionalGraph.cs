using KerasSharp.Layers;
using KerasSharp.Primitives;

namespace KerasSharp.Models;

/// <summary>The graph of layers between symbolic inputs and outputs, in the order that Keras gives it (keras/src/ops/function.py: <c>map_graph</c>).</summary>
internal sealed class FunctionalGraph
{
    private readonly Dictionary<Tensor, int> _slots = new(ReferenceEqualityComparer.Instance);

    public FunctionalGraph(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs)
    {
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        CheckSymbolic(Inputs, "inputs");
        CheckSymbolic(Outputs, "outputs");
        var indices = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        Nodes = Order(indices);
        Layers = OrderLayers(indices);
        CheckNames();
        foreach (Node node in Nodes)
        {
            foreach (Tensor output in node.Outputs)
            {
                _slots[output] = _slots.Count;
            }
        }

        foreach (Tensor input in Inputs)
        {
            _slots.TryAdd(input, _slots.Count);
        }
    }

    public Tensor[] Inputs { get; }

    public Tensor[] Outputs { get; }

    /// <summary>Applications of layers, each after those that it needs.</summary>
    public List<Node> Nodes { get; }

    public List<Layer> Layers { get; }

    public string InputName(int index) => TensorOrigin.Of(Inputs[index])!.Node.Layer.Name;

    public string OutputName(int index) => TensorOrigin.Of(Outputs[index])!.Node.Layer.Name;

    /// <summary>Runs all layers on tensors for the inputs.</summary>
    public Tensor[] Run(Tensor[] inputs)
    {
        var values = new Tensor?[_slots.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            values[_slots[Inputs[i]]] = inputs[i];
        }

        foreach (Node node in Nodes)
        {
            if (values[_slots[node.Outputs[0]]] is not null)
            {
                continue;
            }

            Tensor[] arguments = Array.ConvertAll(node.Arguments.Inputs, x => ValueOf(x, values));
            Tensor[] results = node.Layer.Invoke(new CallArguments(arguments)
            {
                IsList = node.Arguments.IsList,
                InputNames = node.Arguments.InputNames,
                Training = node.Arguments.Training,
                Masks = node.Arguments.Masks is { } masks ? Array.ConvertAll(masks, mask => mask is null ? null : ValueOf(mask, values))
                    : node.Layer.EndsMaskInModels && arguments[0].Mask is { } carried ? [carried] : null,
                Options = node.Arguments.Options,
            });
            for (int i = 0; i < results.Length; i++)
            {
                values[_slots[node.Outputs[i]]] = results[i];
            }
        }

        return Array.ConvertAll(Outputs, y => ValueOf(y, values));
    }

    private Tensor ValueOf(Tensor symbol, Tensor?[] values) => symbol.IsConcrete ? symbol : values[_slots[symbol]]!;

    private static void CheckSymbolic(Tensor[] tensors, string what)
    {
        foreach (Tensor tensor in tensors)
        {
            if (TensorOrigin.Of(tensor) is null)
            {
                throw new ArgumentException(
                    $"Model: {what} must be symbolic tensors, from Keras.Input or from layers applied to those. Received: a {(tensor.IsConcrete ? "tensor of numbers" : "traced tensor")} of shape {tensor.Shape}.",
                    what);
            }
        }
    }

    private List<Node> Order(Dictionary<Layer, int> indices)
    {
        var finished = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var order = new List<Node>();
        foreach (Tensor output in Outputs)
        {
            Visit(output);
        }

        foreach (Tensor input in Inputs)
        {
            Node node = TensorOrigin.Of(input)!.Node;
            if (finished.Add(node))
            {
                order.Insert(0, node);
                indices.TryAdd(node.Layer, -1);
            }
        }

        return order;

        // Depth first with a stack of its own: networks may be deeper than the stack of a thread.
        void Visit(Tensor root)
        {
            var stack = new Stack<(Node Node, Tensor Tensor, int Next)>();
            Push(root);
            while (stack.TryPop(out (Node Node, Tensor Tensor, int Next) top))
            {
                bool isInput = top.Node.Arguments.Inputs.Length == 0 || Array.IndexOf(Inputs, top.Tensor) >= 0;
                IReadOnlyList<Tensor> needed = top.Node.Needed;
                if (!isInput && top.Next < needed.Count)
                {
                    stack.Push((top.Node, top.Tensor, top.Next + 1));
                    Push(needed[top.Next]);
                    continue;
                }

                if (!isInput || Array.IndexOf(Inputs, top.Tensor) >= 0)
                {
                    order.Add(top.Node);
                }
                else
                {
                    throw new ArgumentException(
                        $"Model: the outputs depend on the input '{top.Node.Layer.Name}', which is not among the inputs. Received: inputs=({string.Join(", ", Inputs.Select(t => TensorOrigin.Of(t)!.Node.Layer.Name))}). Add its tensor to inputs.");
                }
            }

            void Push(Tensor tensor)
            {
                if (TensorOrigin.Of(tensor)?.Node is { } node && finished.Add(node))
                {
                    indices.TryAdd(node.Layer, indices.Count);
                    stack.Push((node, tensor, 0));
                }
            }
        }
    }

    private List<Layer> OrderLayers(Dictionary<Layer, int> indices)
    {
        var nodeDepths = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        var depths = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (Node node in Enumerable.Reverse(Nodes))
        {
            int depth = Math.Max(nodeDepths.GetValueOrDefault(node), depths.GetValueOrDefault(node.Layer));
            depths[node.Layer] = nodeDepths[node] = depth;
            if (Array.IndexOf(Inputs, node.Outputs[0]) < 0)
            {
                foreach (Node parent in node.Parents)
                {
                    nodeDepths[parent] = Math.Max(depth + 1, nodeDepths.GetValueOrDefault(parent));
                }
            }
        }

        return [.. depths.OrderByDescending(d => d.Value).ThenBy(d => indices[d.Key]).Select(d => d.Key)];
    }

    private void CheckNames()
    {
        string? twice = Layers.GroupBy(l => l.Name).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException(
                $"Model: layers of one model must have different names. Received: '{twice}' {Layers.Count(l => l.Name == twice)} times, among: {string.Join(", ", Layers.Select(l => l.Name))}. Give one of them another name.");
        }
    }
}
