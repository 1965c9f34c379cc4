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

    /// <summary>Optimises and plans a traced graph.</summary>
    public static CompiledGraph Create(Graph graph)
    {
        TensorSpec[] outputs = [.. graph.Outputs.Select(value => value.Spec)];
        PassPipeline.Run(graph, GraphDevice.Default);
        var compiled = new CompiledGraph(GraphDevice.Default.Compile(graph), outputs);
        if (DebugLevel.Value > 0)
        {
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
