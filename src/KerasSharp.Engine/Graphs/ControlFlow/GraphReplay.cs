using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.ControlFlow;

/// <summary>Applies a graph to tensors by binding its nodes one after the other, so that it runs, is traced or is recorded like the code it came from.</summary>
internal static class GraphReplay
{
    public static Tensor[] Apply(Graph graph, Tensor[] inputs)
    {
        var tensors = new Dictionary<GraphValue, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < inputs.Length; i++)
        {
            tensors[graph.Parameters[i]] = inputs[i];
        }

        foreach (GraphNode node in graph.Nodes)
        {
            Tensor[] results = Dispatch.Bind(node.Primitive, Array.ConvertAll(node.Inputs, Resolve));
            for (int i = 0; i < results.Length; i++)
            {
                tensors[node.Outputs[i]] = results[i];
            }
        }

        return [.. graph.Outputs.Select(Resolve)];

        Tensor Resolve(GraphValue value) => value.Constant ?? tensors[value];
    }

    /// <summary>The cotangents of a graph's inputs, found by replaying it under a tape. Null where an input has none.</summary>
    public static Tensor?[] Gradient(Graph graph, Tensor[] inputs, Tensor?[] cotangents)
    {
        using var tape = new GradientTape(persistent: false, watchVariables: false);
        Tensor[] watched = Array.ConvertAll(inputs, Prim.Identity);
        foreach (Tensor tensor in watched)
        {
            if (tensor.DType.IsFloating())
            {
                tape.Watch(tensor);
            }
        }

        Tensor[] outputs = Apply(graph, watched);
        return tape.GradientOf(outputs, watched, cotangents);
    }

    /// <summary>Traces a body inside the present trace; what it uses of that trace is returned as captures and becomes extra parameters.</summary>
    public static (Graph Graph, Tensor[] Captures) Trace(string name, Func<Tensor[], Tensor[]> body, TensorSpec[] inputs)
    {
        var tracer = new Tracer(name, Dispatch.Current as Tracer);
        tracer.Run(body, inputs);
        return (tracer.Graph, [.. tracer.Captures]);
    }

    /// <summary>
    /// Traces the body of a loop, whose inputs are a carry and slices. Variables that it assigns become more of the carry: inputs and outputs behind the
    /// carry of the caller.
    /// </summary>
    public static (Graph Graph, Tensor[] Captures, Variable[] Assigned) TraceLoop(
        string name, Func<Tensor[], (Tensor[] Carry, Tensor[] Result)> body, TensorSpec[] inputs, int carried)
    {
        Variable[] assigned = [];
        while (true)
        {
            Variable[] known = assigned;
            int own = carried, more = known.Length;
            var tracer = new Tracer(name, Dispatch.Current as Tracer, carriesAssignments: true);
            tracer.Run(
                arguments =>
                {
                    for (int i = 0; i < more; i++)
                    {
                        tracer.Hold(known[i], arguments[own + i]);
                    }

                    (Tensor[] next, Tensor[] result) = body([.. arguments[..own], .. arguments[(own + more)..]]);
                    return [.. next, .. known.Select(tracer.ReadVariable), .. result];
                },
                [.. inputs[..carried], .. known.Select(variable => new TensorSpec(variable.Shape, variable.DType)), .. inputs[carried..]]);

            // The first trace finds out which variables are assigned; a second one carries them.
            assigned = [.. known, .. tracer.Assigned.Where(variable => !known.Contains(variable))];
            if (assigned.Length == known.Length)
            {
                return (tracer.Graph, [.. tracer.Captures], assigned);
            }
        }
    }

    /// <summary>Gives a graph the parameters that another one captured besides its own, so that both take the same operands.</summary>
    public static void CheckSame(string what, Graph graph, ReadOnlySpan<TensorSpec> expected)
    {
        TensorSpec[] found = [.. graph.Outputs.Select(value => value.Spec)];
        if (!expected.SequenceEqual(found))
        {
            throw new ShapeException(
                $"{what}: every way through must return tensors of the same shapes and dtypes. Received: ({string.Join(", ", found)}) where ({string.Join(", ", expected.ToArray())}) was expected.");
        }
    }

    /// <summary>Runs a graph as a compiled plan over operands given as memory. Used by the reference kernels of control flow.</summary>
    public static Tensor[] RunCompiled(CompiledGraph plan, ReadOnlySpan<Operand> operands)
    {
        var tensors = new Tensor[operands.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = CopyOf(operands[i]);
        }

        return plan.Run(tensors);
    }

    /// <summary>A tensor with a copy of an operand's elements.</summary>
    public static Tensor CopyOf(in Operand operand)
    {
        Tensor tensor = Tensor.Allocate(operand.Shape, operand.DType);
        operand.Bytes.CopyTo(tensor.Data.Bytes);
        return tensor;
    }

    /// <summary>Copies tensors into result operands.</summary>
    public static void CopyTo(Tensor[] tensors, ReadOnlySpan<Operand> outputs)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i].Data.Bytes.CopyTo(outputs[i].Bytes);
        }

        GC.KeepAlive(tensors);
    }
}
