namespace KerasSharp.Graphs.Passes;

/// <summary>The passes that every device's graphs go through, in order.</summary>
internal static class PassPipeline
{
    public static void Run(Graph graph, IGraphDevice device)
    {
        DeadCode.Run(graph);
        WidenHalves.Run(graph);
        LowerComposites.Run(graph, device);
        CommonSubexpressions.Run(graph);
        RepeatedScans.Run(graph);
        ConstantFolding.Run(graph);
        Algebra.Run(graph);
        CommonSubexpressions.Run(graph);
        DeadCode.Run(graph);
    }
}
