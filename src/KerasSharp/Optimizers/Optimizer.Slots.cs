using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>State that optimizers keep beside the weights.</content>
public abstract partial class Optimizer
{
    private readonly Dictionary<(Variable, string), Variable> _slots = [];

    /// <summary>Whether moving averages of weights are kept.</summary>
    internal virtual bool KeepsMovingAverages => Options.UseEma;

    /// <summary>The weights that moving averages are kept of, with those; none before the optimizer is built.</summary>
    internal virtual IEnumerable<(Variable Weight, Variable Average)> MovingAverages => KeepsMovingAverages && BuiltFor is { } weights ? weights.Select(weight => (weight, Slot(weight, "average"))) : [];

    /// <summary>Adds slots of the shape and dtype of each variable: for each variable all of <paramref name="names"/> in turn.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="names">Names of the slots, such as <c>"momentum"</c>.</param>
    protected void AddSlots(IReadOnlyList<Variable> variables, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (Variable variable in variables)
        {
            foreach (string name in names)
            {
                AddSlot(variable, name, Prim.Zeros(variable.Shape, variable.DType));
            }
        }
    }

    /// <summary>Adds slots that start from given numbers.</summary>
    private protected void AddSlotsOf(IReadOnlyList<Variable> variables, params ReadOnlySpan<(string Name, double Value)> slots)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (Variable variable in variables)
        {
            foreach ((string name, double value) in slots)
            {
                AddSlot(variable, name, Prim.Full(value, variable.Shape, variable.DType));
            }
        }
    }

    /// <summary>Adds one slot for a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="name">Name of the slot.</param>
    /// <param name="value">Its first value.</param>
    protected Variable AddSlot(Variable variable, string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return AddSlot(variable, name, value, $"{variable.Path.Replace('/', '_')}_{name}");
    }

    /// <summary>Adds one slot under a name of its own in files.</summary>
    private protected Variable AddSlot(Variable variable, string name, Tensor value, string fullName) =>
        _slots[(variable, name)] = Track(new Variable(value, trainable: false, name: fullName));

    /// <summary>Adds a variable whose path is its name alone, as of those that Keras makes outside the optimizer's scope.</summary>
    private protected Variable AddUnscoped(string name, Tensor value)
    {
        Variable variable = AddState(name, value);
        variable.Path = name;
        return variable;
    }

    /// <summary>Adds a variable of state that belongs to no weight.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its first value.</param>
    protected Variable AddState(string name, Tensor value) => Track(new Variable(value, trainable: false, name: name));

    /// <summary>A slot of a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="name">Name of the slot.</param>
    /// <exception cref="ArgumentException">The optimizer was built for other variables.</exception>
    protected Variable Slot(Variable variable, string name)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return _slots.TryGetValue((variable, name), out Variable? slot) ? slot : throw new ArgumentException(
            $"{GetType().Name} '{Name}': it was built for other variables. Received: variable={variable.Path}. Make a new optimizer, or call Build with all variables first.",
            nameof(variable));
    }

    private void BuildShared(IReadOnlyList<Variable> variables)
    {
        if (Options.UseEma)
        {
            AddSlots(variables, "average");
        }

        if (Options.GradientAccumulationSteps is not null)
        {
            AddSlots(variables, "gradient_accumulator");
        }
    }
}
