using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <content>Weights: making, counting, reading and setting them.</content>
public abstract partial class Layer
{
    private readonly List<Variable> _trainableOwn = [];
    private readonly List<Variable> _otherOwn = [];
    private readonly List<(Variable Variable, Regularizer Regularizer)> _regularized = [];
    private static int s_changes, s_constants;
    private bool _trainable;

    /// <summary>Grows whenever a layer anywhere gets a weight or a layer inside, or is frozen or unfrozen.</summary>
    internal static int Changes => Volatile.Read(ref s_changes);

    /// <summary>Grows whenever a layer anywhere has learnt what it computes with and plans hold as constants, such as a vocabulary: older plans are out of date then.</summary>
    internal static int ConstantsVersion => Volatile.Read(ref s_constants);

    /// <summary>Whether its weights are trained. Setting it sets that of all layers inside.</summary>
    public bool Trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            Interlocked.Increment(ref s_changes);
            foreach (Variable variable in _trainableOwn)
            {
                variable.Trainable = value;
            }

            foreach (Layer layer in Sublayers)
            {
                layer.Trainable = value;
            }
        }
    }

    /// <summary>All weights in Keras's order: its own trainable ones, its own others, then those of the layers inside.</summary>
    public IReadOnlyList<Variable> Weights => Collect(layer => layer.OwnTrainable.Concat(layer.OwnOthers));

    /// <summary>The weights that are trained.</summary>
    public IReadOnlyList<Variable> TrainableWeights => Trainable ? [.. Weights.Where(IsTrained)] : [];

    /// <summary>The weights that are not trained.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights => Trainable ? [.. Weights.Where(v => !IsTrained(v))] : Weights;

    /// <summary>The variables that are trained: the same as <see cref="TrainableWeights"/>.</summary>
    public IReadOnlyList<Variable> TrainableVariables => TrainableWeights;

    /// <summary>Weights of this layer alone, in the order in which files hold them.</summary>
    internal IReadOnlyList<Variable> OwnVariables => [.. OwnTrainable.Concat(OwnOthers)];

    /// <summary>What weight files hold of this layer alone: its weights, and state that stands beside them.</summary>
    internal IReadOnlyList<Variable> FileVariables => [.. OwnVariables, .. StoredState];

    private IEnumerable<Variable> OwnTrainable => _trainableOwn.Concat(Tracked.Variables.Where(v => v.Trainable && !_trainableOwn.Contains(v)));

    private IEnumerable<Variable> OwnOthers => _otherOwn.Concat(Tracked.Variables.Where(v => !v.Trainable && !_trainableOwn.Contains(v) && !_otherOwn.Contains(v)));

    /// <summary>Number of its parameters.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built, so that nobody knows.</exception>
    public long CountParams() => Built
        ? Weights.Sum(v => v.Shape.Count)
        : throw new InvalidOperationException($"{Label}: it has no weights yet, so that they cannot be counted. Apply it to an input first, or give the model an InputLayer.");

    /// <summary>The values of all weights, in the order of <see cref="Weights"/>.</summary>
    public IReadOnlyList<Tensor> GetWeights() => [.. Weights.Select(v => v.Value)];

    /// <summary>Sets the values of all weights, in the order of <see cref="Weights"/>.</summary>
    /// <param name="values">As many tensors, of the weights' shapes.</param>
    /// <exception cref="ArgumentException">There are more or less tensors than weights, or one has another shape; nothing is changed then.</exception>
    public void SetWeights(IReadOnlyList<Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        IReadOnlyList<Variable> weights = Weights;
        if (values.Count != weights.Count)
        {
            string hint = Built ? "" : " It is not built: apply it to an input first.";
            throw new ArgumentException($"{Label}: SetWeights needs one tensor for each of its {weights.Count} weights. Received: values.Count={values.Count}.{hint}", nameof(values));
        }

        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Shape != weights[i].Shape)
            {
                throw new ShapeException(
                    $"{Label}: weight {i} ('{weights[i].Path}') has the shape {weights[i].Shape}. Received: values[{i}].Shape={values[i].Shape}.", nameof(values));
            }
        }

        for (int i = 0; i < values.Count; i++)
        {
            weights[i].Assign(values[i]);
        }
    }

    /// <summary>Makes a weight.</summary>
    /// <param name="name">Its name, such as <c>"kernel"</c>.</param>
    /// <param name="shape">Its shape, every size known.</param>
    /// <param name="initializer">Its first values: <c>"glorot_uniform"</c> for floats and <c>"zeros"</c> for other dtypes when not given.</param>
    /// <param name="dtype">Its dtype; that of the layer's weights when not given.</param>
    /// <param name="trainable">Whether it is trained.</param>
    /// <param name="regularizer">A penalty on it.</param>
    /// <param name="constraint">What it is brought to after each update.</param>
    /// <param name="autocast">Whether the layer's call reads it in the compute dtype where that is another than the weight's.</param>
    /// <exception cref="ShapeException">A size is not known, or is 0.</exception>
    protected Variable AddWeight(
        string name, Shape shape, Initializer? initializer = null, DType? dtype = null, bool trainable = true, Regularizer? regularizer = null,
        Constraints.Constraint? constraint = null, bool autocast = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!shape.IsStatic)
        {
            throw new ShapeException($"{Label}: every size of the weight '{name}' must be known. Received: shape={shape}. Give the sizes of the input's axes.", nameof(shape));
        }

        if (shape.Count == 0)
        {
            throw new ShapeException(
                $"{Label}: the weight '{name}' would hold no numbers, as an axis of the input has size 0. Received: shape={shape}. Check the input that the layer is built with.", nameof(shape));
        }

        DType type = dtype ?? VariableDType;
        Initializer first = initializer ?? (type.IsFloating() ? new Initializers.GlorotUniform() : new Initializers.Zeros());
        Variable variable = DeferredWeights.Make(Label, shape, type, () => first.Call(shape, type), trainable && Trainable, name);
        variable.ReadsInComputeDType = autocast && type.IsFloating();
        string path = CallContext.Path;
        variable.Path = path.Length > 0 ? $"{path}/{name}" : $"{Name}/{name}";
        (trainable ? _trainableOwn : _otherOwn).Add(variable);
        Interlocked.Increment(ref s_changes);
        if (regularizer is not null)
        {
            _regularized.Add((variable, regularizer));
        }

        if (constraint is not null)
        {
            WeightConstraints.Set(variable, constraint);
        }

        return variable;
    }

    /// <summary>Counts a weight of a layer inside as this layer's own, before those of the layers inside.</summary>
    private protected void Adopt(Variable variable) => _trainableOwn.Add(variable);

    /// <summary>Makes a low-rank addition to a kernel, which is trained no more.</summary>
    private protected LowRankAddition AddLowRank(Variable kernel, int rank, double alpha, string name = "kernel", Initializer? aInitializer = null, Initializer? bInitializer = null)
    {
        kernel.Trainable = false;
        Variable a = AddWeight($"lora_{name}_a", Shape.Of([.. kernel.Shape.ToArray()[..^1], rank]), aInitializer ?? "he_uniform");
        return new LowRankAddition(a, AddWeight($"lora_{name}_b", [rank, kernel.Shape[^1]], bInitializer ?? "zeros"), alpha / rank);
    }

    /// <summary>Makes a low-rank addition to the kernel of a layer that is built.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built, or has an addition.</exception>
    private protected LowRankAddition EnableLowRank(LowRankAddition? present, int rank, double? alpha, Initializer? aInitializer, Initializer? bInitializer, string name = "kernel")
    {
        Arguments.AtLeast(1, rank, nameof(rank), Label);
        return !Built ? throw new InvalidOperationException($"{Label}: EnableLora needs a kernel. Received: a layer that is not built. Apply it to an input first.")
            : present is not null ? throw new InvalidOperationException($"{Label}: it has a low-rank addition already. Received: rank={rank}. Make a new layer for another.")
            : AddLowRank(MainKernel!, rank, alpha ?? rank, name, aInitializer, bInitializer);
    }

    private protected static void ConstantsChanged() => Interlocked.Increment(ref s_constants);

    private bool IsTrained(Variable variable) => variable.Trainable;

    /// <summary>What each layer gives, this one first and then those inside, each thing once.</summary>
    private List<T> Collect<T>(Func<Layer, IEnumerable<T>> of)
        where T : class
    {
        var found = new List<T>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Visit(this);
        return found;

        void Visit(Layer layer)
        {
            if (!seen.Add(layer))
            {
                return;
            }

            foreach (T item in of(layer))
            {
                if (seen.Add(item))
                {
                    found.Add(item);
                }
            }

            foreach (Layer inner in layer.Sublayers)
            {
                Visit(inner);
            }
        }
    }
}
