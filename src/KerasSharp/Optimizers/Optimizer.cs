using KerasSharp.Optimizers;
using KerasSharp.Optimizers.Schedules;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp;

/// <summary>
/// Changes variables along their gradients. Derived classes make their slots (<see cref="BuildSlots"/>) and state one update
/// (<see cref="UpdateStep"/>); this class does what all have: clipping, weight decay, moving averages, constraints, the count of steps.
/// Wherever one is asked for, its name (<c>"adam"</c>) will do.
/// </summary>
[WritesConfig("name", "learning_rate", "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum", "ema_overwrite_frequency",
    "loss_scale_factor", "gradient_accumulation_steps")]
public abstract partial class Optimizer : IKerasSerializable, IConfigValue<Optimizer>
{
    internal const string Module = "keras.optimizers";

    private readonly List<Variable> _variables = [];
    private readonly Variable _iterations;
    private readonly Variable? _learningRate;
    private readonly LearningRateSchedule? _schedule;
    private readonly double _learningRateGiven;

    /// <summary>Sets what all optimizers have.</summary>
    /// <param name="learningRate">The learning rate, or its schedule.</param>
    /// <param name="options">The options that all optimizers share.</param>
    /// <param name="name">Its name; the class name in snake_case, numbered, when not given.</param>
    protected Optimizer(LearningRate learningRate, OptimizerOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        Options = options ?? new OptimizerOptions();
        Options.Check(GetType().Name);
        LossScaleFactor = Options.LossScaleFactor;
        Name = name ?? Utilities.Naming.AutoName(GetType().Name);
        _iterations = AddScalar("iteration", 0, DType.Int32);
        _schedule = learningRate.Schedule;
        _learningRateGiven = learningRate.Value;
        if (_schedule is null)
        {
            _learningRate = AddScalar("learning_rate", learningRate.Value, DType.Float32);
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The options that all optimizers share.</summary>
    public OptimizerOptions Options { get; }

    /// <summary>Number of steps taken: an int32 scalar.</summary>
    public virtual Variable Iterations => _iterations;

    /// <summary>Its state: <c>iteration</c>, <c>learning_rate</c> (unless there is a schedule), then the slots, interleaved per weight.</summary>
    public virtual IReadOnlyList<Variable> Variables => _variables;

    /// <summary>What <see cref="ScaleLoss"/> multiplies the loss by and gradients are divided by; null for none.</summary>
    public double? LossScaleFactor { get; internal set; }

    /// <summary>Whether the slots have been made.</summary>
    public bool Built { get; private set; }

    /// <summary>The variables that the slots were made for; null before.</summary>
    internal IReadOnlyList<Variable>? BuiltFor { get; private set; }

    /// <summary>The learning rate of the next step; may be set where no schedule gives it.</summary>
    /// <exception cref="InvalidOperationException">It is set while a schedule gives it.</exception>
    public virtual double LearningRate
    {
        get => (_learningRate is null ? _schedule!.Call(Iterations.Value) : _learningRate.Value).Item();
        set
        {
            if (_learningRate is null)
            {
                throw new InvalidOperationException(
                    $"{GetType().Name} '{Name}': the learning rate follows a schedule and cannot be set. Received: LearningRate={value}. Make the optimizer with a number instead.");
            }

            _learningRate.Assign(Prim.Scalar(value, DType.Float32));
        }
    }

    /// <summary>The optimizer of a name, as <c>keras.optimizers.get</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static implicit operator Optimizer(string identifier) => Get(identifier);

    /// <summary>The optimizer of a name, as <c>keras.optimizers.get</c>: the class name, in any case of letters.</summary>
    /// <param name="identifier">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest name.</exception>
    public static Optimizer Get(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        RegisteredClass? entry = ObjectRegistry.InPackage(Module).FirstOrDefault(e => string.Equals(e.ClassName, identifier, StringComparison.OrdinalIgnoreCase));
        return entry is not null && entry.Type.IsAssignableTo(typeof(Optimizer))
            ? (Optimizer)Identifiers.WithoutArguments(entry, nameof(Optimizer), identifier)
            : Identifiers.Resolve<Optimizer>(Module, nameof(Optimizer), identifier);
    }

    /// <summary>The optimizer that something means, as <c>keras.optimizers.get</c>: null for null, an object itself, a name, or a config.</summary>
    /// <param name="identifier">A Optimizer, a string, or a <see cref="Config"/>.</param>
    /// <exception cref="ArgumentException">There is no such name, or it is something else.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(identifier))]
    public static Optimizer? Get(object? identifier) => Identifiers.Get<Optimizer>(identifier, "Optimizer");

    /// <summary>An optimizer as a config, <c>{module, class_name, config, registered_name}</c>, as <c>keras.optimizers.serialize</c>.</summary>
    /// <param name="value">The optimizer.</param>
    /// <exception cref="NotSupportedException">Its class is not registered.</exception>
    public static Config Serialize(Optimizer value) => ObjectRegistry.Write(value);

    /// <summary>The optimizer of a config or a name, as <c>keras.optimizers.deserialize</c>.</summary>
    /// <param name="config">A <see cref="Config"/> as <see cref="Serialize"/> gives it, or a string.</param>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    /// <exception cref="ModelFormatException">The config is wrong.</exception>
    public static Optimizer Deserialize(object config) => Identifiers.Deserialize<Optimizer>(config, "Optimizer");

    /// <inheritdoc/>
    public static Optimizer FromConfigValue(object value) => value is string identifier ? Get(identifier) : Identifiers.FromConfigValue<Optimizer>(value, Module, nameof(Optimizer));

    /// <summary>Makes the slots for these variables. Called by the first <see cref="Apply"/>.</summary>
    /// <param name="variables">All variables that will be updated.</param>
    public void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (Built)
        {
            return;
        }

        // State may be made while a step is traced: it is numbers all the same.
        using Dispatch.InterpreterScope now = Dispatch.Enter(Dispatch.Eager);
        BuildShared(variables);
        BuildSlots(variables);
        BuiltFor = [.. variables];
        Built = true;
    }

    /// <summary>Updates variables along their gradients.</summary>
    /// <param name="gradients">A gradient for each variable; null where the loss does not depend on it.</param>
    /// <param name="variables">The variables.</param>
    /// <exception cref="ArgumentException">There are not as many gradients as variables, or no gradient at all.</exception>
    public void Apply(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(variables);
        if (gradients.Count != variables.Count)
        {
            throw new ArgumentException(
                $"{GetType().Name} '{Name}': there must be one gradient for each variable. Received: gradients.Count={gradients.Count}, variables.Count={variables.Count}.", nameof(gradients));
        }

        if (!Built)
        {
            Build(variables);
        }

        Step(gradients, variables);
    }

    /// <summary>
    /// The loss as gradients are to be taken of it: multiplied by the loss scale. <see cref="Apply"/> divides the gradients by it again.
    /// </summary>
    /// <param name="loss">The loss.</param>
    public virtual Tensor ScaleLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossScaleFactor is { } scale ? Scale(loss, scale) : loss;
    }

    /// <summary>Sets the optimizer's variables, as <c>set_weights</c> does.</summary>
    /// <param name="weights">A value for each of <see cref="Variables"/>, in the same shape.</param>
    /// <exception cref="InvalidOperationException">The optimizer is not built.</exception>
    /// <exception cref="ArgumentException">There are not as many values as variables, or the shapes differ.</exception>
    public void SetWeights(IReadOnlyList<Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        IReadOnlyList<Variable> variables = Variables;
        if (!Built)
        {
            throw new InvalidOperationException($"{GetType().Name} '{Name}': it must be built before its variables can be set. Received: Built=false. Call Build(model.TrainableVariables).");
        }

        int wrong = weights.Count != variables.Count ? 0 : Enumerable.Range(0, weights.Count).FirstOrDefault(i => weights[i].Shape != variables[i].Shape, -1);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"{GetType().Name} '{Name}': there must be a value for each of the {variables.Count} variables, in its shape. Received: weights.Count={weights.Count}"
                + (weights.Count == variables.Count ? $", weights[{wrong}].Shape={weights[wrong].Shape} for '{variables[wrong].Path}' of shape {variables[wrong].Shape}." : "."), nameof(weights));
        }

        for (int i = 0; i < weights.Count; i++)
        {
            variables[i].Assign(Prim.Convert(weights[i], variables[i].DType));
        }
    }

    /// <summary>What <see cref="Apply"/> does once all is checked and built.</summary>
    private protected virtual void Step(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables)
    {
        if (variables.Count > 0)
        {
            ApplyAll(gradients, variables);
        }

        Iterations.Assign(Prim.Add(Iterations.Value, Prim.Scalar(1, DType.Int32)));
    }

    /// <inheritdoc/>
    public virtual Config GetConfig() => new()
    {
        ["name"] = Name,
        ["learning_rate"] = _schedule is null ? (double)(float)CurrentLearningRate() : ObjectRegistry.Write(_schedule),
        ["weight_decay"] = Options.WeightDecay,
        ["clipnorm"] = Options.Clipnorm,
        ["global_clipnorm"] = Options.GlobalClipnorm,
        ["clipvalue"] = Options.Clipvalue,
        ["use_ema"] = Options.UseEma,
        ["ema_momentum"] = Options.EmaMomentum,
        ["ema_overwrite_frequency"] = Options.EmaOverwriteFrequency,
        ["loss_scale_factor"] = LossScaleFactor,
        ["gradient_accumulation_steps"] = Options.GradientAccumulationSteps,
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => ObjectRegistry.Write(this);

    /// <summary>Makes the slots of the derived class with <see cref="AddSlots"/>, in Keras's order.</summary>
    /// <param name="variables">All variables that will be updated.</param>
    protected virtual void BuildSlots(IReadOnlyList<Variable> variables)
    {
    }

    /// <summary>
    /// Updates one variable and its slots. Give new values with <see cref="Assign"/>, never with <see cref="Variable.Assign"/>: steps that only
    /// accumulate gradients hold them back.
    /// </summary>
    /// <param name="gradient">Its gradient, in its dtype.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="learningRate">The learning rate of this step, in its dtype.</param>
    protected abstract void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate);

    private double CurrentLearningRate() => _learningRate is null ? _learningRateGiven : Tensors.ElementReader.ReadDouble(_learningRate.Peek().Data, 0);

    private Variable AddScalar(string name, double value, DType dtype) => Track(new Variable(Prim.Scalar(value, dtype), trainable: false, name: name));

    private Variable Track(Variable variable)
    {
        variable.Path = $"{Name}/{variable.Name}";
        _variables.Add(variable);
        return variable;
    }
}
