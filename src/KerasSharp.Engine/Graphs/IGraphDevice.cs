using KerasSharp.Primitives;

namespace KerasSharp.Graphs;

/// <summary>A device that compiles graphs and runs them. The CPU is one; nothing above this interface names it.</summary>
internal interface IGraphDevice
{
    /// <summary>Whether the device runs a composite as one kernel; else the graph is given its decomposition.</summary>
    bool HasKernel(Composite composite, ReadOnlySpan<GraphValue> inputs);

    /// <summary>Plans a graph that has been through the passes.</summary>
    IExecutable Compile(Graph graph);
}

/// <summary>A compiled graph. Runs may overlap on several threads where no variable is written.</summary>
internal interface IExecutable
{
    /// <summary>Runs once. The caller gives the output tensors; variables are read and updated in place.</summary>
    void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>The plan as text: steps, shapes, bytes, time and share of each.</summary>
    string Describe();
}

/// <summary>The device that compiled functions run on.</summary>
internal static class GraphDevice
{
    public static IGraphDevice Default { get; set; } = null!;
}
