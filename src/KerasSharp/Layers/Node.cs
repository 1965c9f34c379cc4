namespace KerasSharp.Layers;

/// <summary>One application of a layer to symbolic tensors: a node of a functional model.</summary>
internal sealed class Node
{
    public Node(Layer layer, CallArguments arguments, Tensor[] outputs)
    {
        Layer = layer;
        Arguments = arguments;
        Outputs = outputs;
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i].Symbol = new TensorOrigin(this, i);
        }
    }

    public Layer Layer { get; }

    public CallArguments Arguments { get; }

    public Tensor[] Outputs { get; }

    /// <summary>Which of the layer's applications this is.</summary>
    public int Index => Layer.InboundNodes.IndexOf(this);

    public Node RegisterAt(List<Node> nodes)
    {
        lock (nodes)
        {
            nodes.Add(this);
        }

        return this;
    }

    /// <summary>The tensors that the application needs: inputs, and masks that were given beside them.</summary>
    public IReadOnlyList<Tensor> Needed => Arguments.Masks is { } masks ? [.. Arguments.Inputs, .. masks.OfType<Tensor>()] : Arguments.Inputs;

    /// <summary>Nodes that made what the application needs.</summary>
    public IEnumerable<Node> Parents => Needed.Select(TensorOrigin.Of).Where(o => o is not null).Select(o => o!.Node).Distinct();
}

/// <summary>Where a symbolic tensor was made: Keras's <c>_keras_history</c>.</summary>
internal sealed record TensorOrigin(Node Node, int Index)
{
    public static TensorOrigin? Of(Tensor tensor) => tensor.Symbol as TensorOrigin;
}
