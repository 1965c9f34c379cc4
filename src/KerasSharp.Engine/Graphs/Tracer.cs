using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs;

/// <summary>
/// Builds a graph from what a function does. Concrete tensors become constants, variables become state, tensors of an enclosing trace become
/// captured parameters.
/// </summary>
/// <param name="name">Name of the graph.</param>
/// <param name="outer">The enclosing trace.</param>
/// <param name="carriesAssignments">Whether whoever traces a body carries the variables that it assigns from turn to turn.</param>
internal sealed class Tracer(string name, Tracer? outer = null, bool carriesAssignments = false) : IInterpreter
{
    private readonly Dictionary<Tensor, GraphValue> _constants = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, Tensor> _variables = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GraphValue, Tensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, GraphValue> _captured = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Variable> _updated = new(ReferenceEqualityComparer.Instance);

    public Graph Graph { get; } = new(name);

    /// <summary>Tensors of the enclosing trace that this one uses, in the order of the extra parameters that stand for them.</summary>
    public List<Tensor> Captures { get; } = [];

    /// <summary>The variables assigned so far.</summary>
    public IEnumerable<Variable> Assigned => _updated;

    /// <summary>Traces a function over inputs of these shapes and dtypes.</summary>
    /// <exception cref="InvalidOperationException">The function did something that cannot be traced; the message names it.</exception>
    public static Graph Trace(string name, Func<Tensor[], Tensor[]> body, ReadOnlySpan<TensorSpec> inputs)
    {
        var tracer = new Tracer(name);
        tracer.Run(body, inputs);
        return tracer.Graph;
    }

    /// <summary>Traces a function into this tracer's graph.</summary>
    public void Run(Func<Tensor[], Tensor[]> body, ReadOnlySpan<TensorSpec> inputs)
    {
        var arguments = new Tensor[inputs.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = inputs[i].DType != DType.String ? AddParameter(inputs[i]) : throw new InvalidOperationException(
                $"'{Graph.Name}' cannot be compiled: its input {i} is text, of shape {inputs[i].Shape}, and plans compute with numbers. Make numbers of the text before the call (StringLookup, Hashing, TextVectorization), or do not compile.");
        }

        Tensor[] results;
        using (Dispatch.Enter(this))
        {
            results = body(arguments);
        }

        foreach (Tensor result in results)
        {
            Graph.Outputs.Add(ValueOf(result));
        }

        foreach (Variable variable in carriesAssignments ? [] : _updated)
        {
            Graph.Updates.Add((variable, ValueOf(_variables[variable])));
        }
    }

    public Tensor[] Bind(Primitive primitive, Tensor[] inputs)
    {
        if (TextDispatch.Applies(inputs))
        {
            // Text in a trace is constant: what is made of it is known now.
            return TextDispatch.Bind(primitive, inputs, Dispatch.Eager);
        }

        GraphValue[] values = Array.ConvertAll(inputs, ValueOf);
        TensorSpec[] specs = ShapeInterpreter.Infer(primitive, inputs);
        foreach (TensorSpec spec in specs)
        {
            if (!spec.Shape.IsStatic)
            {
                throw new InvalidOperationException(
                    $"'{primitive.Name}' cannot be compiled into '{Graph.Name}': the shape of its result, {spec.Shape}, is not known from the shapes of its operands. "
                    + "Give the sizes explicitly, or run eagerly (runEagerly: true).");
            }
        }

        var node = new GraphNode(primitive, values, specs);
        Graph.Nodes.Add(node);
        return Array.ConvertAll(node.Outputs, TensorOf);
    }

    public Tensor ReadVariable(Variable variable)
    {
        if (_variables.TryGetValue(variable, out Tensor? present))
        {
            return present;
        }

        if (outer is not null)
        {
            return _variables[variable] = outer.ReadVariable(variable);
        }

        var value = new GraphValue(ValueKind.State, new TensorSpec(variable.Shape, variable.DType)) { Variable = variable };
        Graph.States.Add(value);
        return _variables[variable] = TensorOf(value);
    }

    public void AssignVariable(Variable variable, Tensor value)
    {
        if (outer is not null && !carriesAssignments)
        {
            throw new InvalidOperationException(
                $"Variable '{variable.Path}' is assigned inside the body of a control-flow operation of '{Graph.Name}'. Return the new value from the body and assign it outside.");
        }

        _ = ValueOf(value);
        _variables[variable] = value;
        _updated.Add(variable);
    }

    /// <summary>Gives a variable a value to start from, instead of that which it has outside.</summary>
    public void Hold(Variable variable, Tensor value) => _variables[variable] = value;

    /// <summary>The value of this graph that a tensor stands for.</summary>
    public GraphValue ValueOf(Tensor tensor)
    {
        if (tensor.Symbol is GraphValue value && _tensors.ContainsKey(value))
        {
            return value;
        }

        if (tensor.IsConcrete)
        {
            if (!_constants.TryGetValue(tensor, out GraphValue? constant))
            {
                constant = new GraphValue(ValueKind.Constant, tensor.Spec) { Constant = tensor };
                _constants[tensor] = constant;
                _tensors[constant] = tensor;
            }

            return constant;
        }

        if (tensor.Symbol is GraphValue && outer is not null)
        {
            if (!_captured.TryGetValue(tensor, out GraphValue? capture))
            {
                _ = outer.ValueOf(tensor);
                capture = (GraphValue)AddParameter(tensor.Spec).Symbol!;
                _captured[tensor] = capture;
                Captures.Add(tensor);
            }

            return capture;
        }

        throw new InvalidOperationException(tensor.Symbol is GraphValue
            ? $"A tensor of shape {tensor.Shape} from another trace is used in '{Graph.Name}'. It was kept from an earlier compiled call; return it from that function instead."
            : $"A symbolic tensor of shape {tensor.Shape} is used in '{Graph.Name}'. Symbolic tensors (from Keras.Input) only describe models; pass concrete tensors.");
    }

    private Tensor AddParameter(TensorSpec spec)
    {
        var value = new GraphValue(ValueKind.Parameter, spec) { Index = Graph.Parameters.Count };
        Graph.Parameters.Add(value);
        return TensorOf(value);
    }

    private Tensor TensorOf(GraphValue value)
    {
        var tensor = new Tensor(value.Shape, value.DType, value);
        _tensors[value] = tensor;
        return tensor;
    }
}
