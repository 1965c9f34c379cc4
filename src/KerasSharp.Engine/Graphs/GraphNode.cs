using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs;

/// <summary>One application of a primitive in a graph.</summary>
internal sealed class GraphNode
{
    public GraphNode(Primitive primitive, GraphValue[] inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        Primitive = primitive;
        Inputs = inputs;
        Outputs = new GraphValue[outputs.Length];
        for (int i = 0; i < Outputs.Length; i++)
        {
            Outputs[i] = new GraphValue(ValueKind.Result, outputs[i]) { Producer = this, Index = i };
        }
    }

    public Primitive Primitive { get; set; }

    public GraphValue[] Inputs { get; set; }

    public GraphValue[] Outputs { get; }

    public GraphValue Output => Outputs[0];

    public override string ToString() => $"{Primitive.Name}({string.Join(", ", Inputs.Select(v => v.Spec))}) -> {string.Join(", ", Outputs.Select(v => v.Spec))}";
}
