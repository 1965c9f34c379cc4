using System.Diagnostics;
using System.Globalization;
using KerasSharp.Graphs.Passes;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs;

/// <summary>A graph after the passes with the plan that a device made of it.</summary>
internal sealed class CompiledGraph
{
    private readonly IExecutable _executable;
    private readonly TensorSpec[] _outputs;

    private CompiledGraph(IExecutable executable, TensorSpec[] outputs)
    {
        _executable = executable;
        _outputs = outputs;
    }

    /// <summary>Traces a function, optimises the graph and plans it.</summary>
    public static CompiledGraph Trace(string name, Func<Tensor[], Tensor[]> body, ReadOnlySpan<TensorSpec> inputs)
    {
        long start = Stopwatch.GetTimestamp();
        Graph graph = Tracer.Trace(name, body, inputs);
        return Create(graph, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Optimises and plans a traced graph.</summary>
    public static CompiledGraph Create(Graph graph, TimeSpan traced = default)
    {
        int nodes = graph.Nodes.Count;
        TensorSpec[] outputs = [.. graph.Outputs.Select(value => value.Spec)];
        long start = Stopwatch.GetTimestamp();
        PassPipeline.Run(graph, GraphDevice.Default);
        TimeSpan passes = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var compiled = new CompiledGraph(GraphDevice.Default.Compile(graph), outputs);
        if (DebugLevel.Value > 0)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"compiled '{graph.Name}': {nodes} nodes traced in {traced.TotalMilliseconds:F1} ms, passes {passes.TotalMilliseconds:F1} ms, plan and code {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms"));
            Console.Error.WriteLine(compiled.Describe());
        }

        return compiled;
    }

    /// <summary>Runs with new output tensors.</summary>
    public Tensor[] Run(ReadOnlySpan<Tensor> inputs)
    {
        Tensor[] outputs = Array.ConvertAll(_outputs, spec => Tensor.Allocate(spec.Shape, spec.DType));
        _executable.Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs into output tensors of the caller, without allocating.</summary>
    public void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) => _executable.Run(inputs, outputs);

    public string Describe() => _executable.Describe();
}
