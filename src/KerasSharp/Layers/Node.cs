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

    /// <summary>Nodes that made the inputs.</summary>
    public IEnumerable<Node> Parents => Arguments.Inputs.Select(TensorOrigin.Of).Where(o => o is not null).Select(o => o!.Node).Distinct();
}

/// <summary>Where a symbolic tensor was made: Keras's <c>_keras_history</c>.</summary>
internal sealed record TensorOrigin(Node Node, int Index)
{
    public static TensorOrigin? Of(Tensor tensor) => tensor.Symbol as TensorOrigin;
}
