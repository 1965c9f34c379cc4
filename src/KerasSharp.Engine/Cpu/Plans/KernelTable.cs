using KerasSharp.Cpu.Elementwise;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Which kernel runs a node: the first family that takes it, else the primitive's reference kernel.</summary>
internal static class KernelTable
{
    public static Step StepFor(GraphNode node, BufferPlan buffers)
    {
        var slots = new NodeSlots(node, Array.ConvertAll(node.Inputs, buffers.SlotOf), Array.ConvertAll(node.Outputs, buffers.SlotOf));
        if (node.Primitive is FusedLoop loop)
        {
            return new FusedStep(loop, slots);
        }

        return ContractionKernels.TryCreate(slots)
            ?? ConvolutionKernels.TryCreate(slots)
            ?? WindowKernels.TryCreate(slots)
            ?? ReductionKernels.TryCreate(slots)
            ?? SortingKernels.TryCreate(slots)
            ?? IndexingKernels.TryCreate(slots)
            ?? RowKernels.TryCreate(slots)
            ?? SequenceKernels.TryCreate(slots)
            ?? RecurrentKernels.TryCreate(slots)
            ?? MovementKernels.TryCreate(slots)
            ?? new ReferenceStep(slots);
    }

    /// <summary>Whether a composite runs as one kernel.</summary>
    public static bool Has(Composite composite, ReadOnlySpan<GraphValue> inputs) =>
        composite is RandomUnits or RandomNormal || (composite is PadBorder && inputs[0].Shape.Count > 0)
        || (inputs[0].DType == DType.Float32 && inputs[0].Shape.Count > 0 && (RowKernels.Has(composite, inputs[0].Shape) || SequenceKernels.Has(composite, inputs) || RecurrentKernels.Has(composite)));
}
