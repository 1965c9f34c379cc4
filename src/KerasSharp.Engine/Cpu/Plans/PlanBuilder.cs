using KerasSharp.Cpu.Elementwise;
using KerasSharp.Graphs;
using KerasSharp.Graphs.Passes;

namespace KerasSharp.Cpu.Plans;

/// <summary>From an optimised graph to a plan: CPU passes, buffers, one step for each node.</summary>
internal static class PlanBuilder
{
    public static CpuPlan Build(Graph graph)
    {
        DotLayout.Run(graph);
        ReductionLayout.Run(graph);
        DeadCode.Run(graph);
        NormalizationFolding.Run(graph);
        DeadCode.Run(graph);
        EpilogueFusion.Run(graph);
        CrossEntropyFusion.Run(graph);
        RecurrentPairing.Run(graph);
        ExpansionFusion.Run(graph);
        FilterLayout.Run(graph);
        PoolingFusion.Run(graph);
        WeightPacking.Run(graph);
        FusionPass.Run(graph);
        DeadCode.Run(graph);
        SparseRows.Run(graph);
        StateCopies.Insert(graph);
        BufferPlan buffers = BufferPlan.Create(graph);
        var steps = new List<Step>(graph.Nodes.Count);
        var derivedSteps = new List<Step>();
        foreach (GraphNode node in graph.Nodes)
        {
            if (!BufferPlan.IsAlias(node))
            {
                (buffers.IsDerived(node) ? derivedSteps : steps).Add(KernelTable.StepFor(node, buffers));
            }
        }

        return new CpuPlan(graph, buffers, LoopBatch.Join(steps, buffers), derivedSteps);
    }
}
