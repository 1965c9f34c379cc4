using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>A node with the slots of its operands and results: what a kernel family needs to make a step.</summary>
internal sealed class NodeSlots(GraphNode node, int[] inputs, int[] outputs)
{
    public GraphNode Node { get; } = node;

    public Primitive Primitive => Node.Primitive;

    public int[] Inputs { get; } = inputs;

    public int[] Outputs { get; } = outputs;

    /// <summary>Bytes read and written.</summary>
    public long Bytes { get; } = node.Inputs.Sum(v => v.Bytes) + node.Outputs.Sum(v => v.Bytes);

    /// <summary>Operand and result specs, for the plan view.</summary>
    public string Detail { get; } = $"{string.Join(", ", node.Inputs.Select(v => v.Spec))} -> {string.Join(", ", node.Outputs.Select(v => v.Spec))}";

    public bool IsFloat => Node.Output.DType == DType.Float32;

    public Shape InputShape(int i) => Node.Inputs[i].Shape;

    public Shape OutputShape(int i = 0) => Node.Outputs[i].Shape;

    /// <summary>A step that calls a kernel.</summary>
    public KernelStep Step(KernelBody body, string? name = null) => new(name ?? Primitive.Name, body) { Bytes = Bytes, Detail = Detail };
}
