using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp;

/// <summary>
/// A function of tensors that is traced once per signature (shapes and dtypes of its inputs) into a graph, compiled into one plan, and replayed
/// from then on, as tf.function and jax.jit do. Variables are read and updated in place. The body must depend on its inputs and on variables only:
/// other C# state is seen at the time of tracing.
/// </summary>
public sealed class Function
{
    private readonly Func<Tensor[], Tensor[]> _body;
    private readonly Lock _compiling = new();
    private volatile (Signature Signature, CompiledGraph Plan)[] _plans = [];

    private Function(Func<Tensor[], Tensor[]> body, string name)
    {
        _body = body;
        Name = name;
    }

    /// <summary>The name shown in plans and errors.</summary>
    public string Name { get; }

    /// <summary>Number of signatures compiled so far.</summary>
    public int PlanCount => _plans.Length;

    /// <summary>Compiles a function of any number of tensors.</summary>
    public static Function Compile(Func<Tensor[], Tensor[]> body, string name = "function")
    {
        ArgumentNullException.ThrowIfNull(body);
        return new Function(body, name);
    }

    /// <summary>Compiles a function of one tensor.</summary>
    public static Func<Tensor, Tensor> Compile(Func<Tensor, Tensor> body, string name = "function")
    {
        ArgumentNullException.ThrowIfNull(body);
        Function function = Compile(inputs => [body(inputs[0])], name);
        return x => function.Call(x)[0];
    }

    /// <summary>Compiles a function of two tensors.</summary>
    public static Func<Tensor, Tensor, Tensor> Compile(Func<Tensor, Tensor, Tensor> body, string name = "function")
    {
        ArgumentNullException.ThrowIfNull(body);
        Function function = Compile(inputs => [body(inputs[0], inputs[1])], name);
        return (x, y) => function.Call(x, y)[0];
    }

    /// <summary>
    /// Runs the function. Inside another trace, or while a gradient tape is open on this thread, the body runs as ordinary code, so that it is
    /// traced or recorded with its surroundings.
    /// </summary>
    public Tensor[] Call(params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (Dispatch.IsAbstract || Dispatch.IsRecorded || !Array.TrueForAll(inputs, input => input.IsConcrete))
        {
            return _body(inputs);
        }

        CompiledGraph plan = Prepare(inputs);
        return plan.Run(inputs);
    }

    /// <summary>The plan for inputs of these shapes and dtypes, as text: steps, shapes, bytes, times and shares so far.</summary>
    public string DescribePlan(params Tensor[] inputs) => Prepare(inputs).Describe();

    /// <summary>The plan for the signature of these inputs, traced and compiled if it is new.</summary>
    internal CompiledGraph Prepare(ReadOnlySpan<Tensor> inputs)
    {
        if (Find(inputs) is { } known)
        {
            return known;
        }

        lock (_compiling)
        {
            if (Find(inputs) is { } raced)
            {
                return raced;
            }

            var signature = new Signature(inputs);
            CompiledGraph plan = CompiledGraph.Trace(Name, _body, signature.Specs);
            _plans = [.. _plans, (signature, plan)];
            return plan;
        }
    }

    /// <summary>The plan known for a signature. One signature comes again and again: a look along the list, which allocates nothing.</summary>
    private CompiledGraph? Find(ReadOnlySpan<Tensor> inputs)
    {
        foreach ((Signature signature, CompiledGraph plan) in _plans)
        {
            if (signature.Matches(inputs))
            {
                return plan;
            }
        }

        return null;
    }
}
