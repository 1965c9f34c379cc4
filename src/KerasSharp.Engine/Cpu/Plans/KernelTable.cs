using KerasSharp.Cpu.Elementwise;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Which kernel runs a node.</summary>
internal static class KernelTable
{
    public static Step StepFor(GraphNode node, BufferPlan buffers)
    {
        int[] inputs = Array.ConvertAll(node.Inputs, buffers.SlotOf);
        int[] outputs = Array.ConvertAll(node.Outputs, buffers.SlotOf);
        long bytes = node.Inputs.Sum(v => v.Bytes) + node.Outputs.Sum(v => v.Bytes);
        string detail = $"{string.Join(", ", node.Inputs.Select(v => v.Spec))} -> {string.Join(", ", node.Outputs.Select(v => v.Spec))}";
        return node.Primitive switch
        {
            FusedLoop loop => new FusedStep(loop, inputs, outputs) { Bytes = bytes, Detail = detail },
            DotGeneral when GemmStep.Takes(node) => new GemmStep(node, inputs, outputs) { Bytes = bytes, Detail = detail },
            _ => new ReferenceStep(node.Primitive, inputs, Array.ConvertAll(node.Inputs, v => v.Spec), outputs, Array.ConvertAll(node.Outputs, v => v.Spec))
            {
                Bytes = bytes,
                Detail = detail,
            },
        };
    }

    /// <summary>Whether a composite runs as one kernel.</summary>
    public static bool Has(Composite composite, ReadOnlySpan<GraphValue> inputs) => false;
}
