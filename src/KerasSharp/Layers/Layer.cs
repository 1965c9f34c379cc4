using System.Diagnostics.CodeAnalysis;
using KerasSharp.DTypePolicies;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <summary>
/// A function with weights. Derived classes make the weights in <see cref="Build(Shape)"/> and compute in <see cref="Call(Tensor)"/>; everything
/// else (names, tracking, masks, the training flag, symbolic application, losses) is done here.
/// </summary>
/// <remarks>Layers, variables, metrics and seed generators held in fields (also in lists and dictionaries) are found by themselves.</remarks>
[WritesConfig("name", "trainable", "dtype", "activity_regularizer")]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicFields | DynamicallyAccessedMemberTypes.PublicFields)]
public abstract partial class Layer : IKerasSerializable
{
    private readonly Lock _building = new();
    private volatile bool _built;
    private DTypePolicy? _resolved;

    /// <summary>Sets what all layers have.</summary>
    /// <param name="name">Its name; the class name in snake_case, numbered, when not given.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights; float32 when not given.</param>
    /// <param name="activityRegularizer">A penalty on its output.</param>
    protected Layer(string? name = null, bool trainable = true, DTypePolicy? dtype = null, Regularizer? activityRegularizer = null)
    {
        if (name is not null && name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{GetType().Name}: a name must not contain '/', which joins names to paths. Received: name=\"{name}\".", nameof(name));
        }

        Name = name ?? Naming.AutoName(KerasName);
        _trainable = trainable;
        DtypePolicy = dtype ?? DTypePolicy.Default;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>Its name, unique within a model.</summary>
    public string Name { get; internal set; }

    /// <summary>Dtypes of its computation and of its weights.</summary>
    public DTypePolicy DtypePolicy { get; private set; }

    /// <summary>Dtype of its computation.</summary>
    public DType ComputeDType => Policy.ComputeDType;

    /// <summary>Dtype of its weights.</summary>
    public DType VariableDType => Policy.VariableDType;

    /// <summary>A penalty on its output, or null.</summary>
    public Regularizer? ActivityRegularizer { get; }

    /// <summary>Whether its weights have been made.</summary>
    public bool Built => _built;

    /// <summary>Whether masks of the inputs pass on to the output.</summary>
    public bool SupportsMasking
    {
        get => field || PassesMask;
        protected set;
    }

    /// <summary>The policy of this layer, where it was given a map: the one for its path, which it has once built.</summary>
    private DTypePolicy Policy => DtypePolicy is DTypePolicyMap ? _resolved ?? DtypePolicy.For(Name) : DtypePolicy;

    /// <summary>What inputs must be like; null accepts all. A layer may set it in its constructor or while it is built.</summary>
    public InputSpec? InputSpec { get; protected set; }

    /// <summary>The weight that <see cref="SpectralNormalization"/> acts on: a kernel or embeddings; null where there is none, or the layer is not built.</summary>
    protected internal virtual Variable? MainKernel => null;

    /// <summary>Applications to symbolic tensors, in order.</summary>
    internal List<Node> InboundNodes { get; } = [];

    /// <summary>Shapes of the inputs that it was built for.</summary>
    internal Shape[]? BuildShapes { get; private set; }

    /// <summary>Dtype of the first input that it is built for: text, whole numbers as a layer on the host is given them, else float32.</summary>
    internal DType BuildDType { get; private set; } = DType.Float32;

    /// <summary>Whether floating inputs are cast to the compute dtype.</summary>
    internal bool Autocast { get; init; } = true;

    /// <summary>Name of the class in Keras, from which automatic names are made.</summary>
    internal virtual string KerasName => ObjectRegistry.TryGet(GetType(), out RegisteredClass? entry) && entry.Module is not null ? entry.ClassName : GetType().Name;

    /// <summary>Class and name, as messages have them: <c>Dense 'dense_1'</c>.</summary>
    internal string Label => $"{KerasName} '{Name}'";

    /// <summary>Whether <see cref="GetConfig"/> writes an activity regularizer that is not there, as some of Keras's layers do.</summary>
    private protected virtual bool WritesActivityRegularizer => false;

    /// <summary>Layers inside that Keras writes before what all layers have, be it only to leave them out: which of several entries of an object have a number depends on it.</summary>
    internal virtual IReadOnlyList<Layer> WrittenFirst => [];

    /// <inheritdoc/>
    public virtual Config GetConfig()
    {
        SharedObjectWriter.WriteAhead(WrittenFirst);
        Config config = new() { ["name"] = Name, ["trainable"] = Trainable, ["dtype"] = DtypePolicy.ToConfigValue() };
        if (ActivityRegularizer is not null)
        {
            config["activity_regularizer"] = ActivityRegularizer.ToConfigValue();
        }

        return config;
    }

    /// <summary>Writes that there is no activity regularizer, which stands behind other keys than one that is there.</summary>
    private protected void WriteAbsentActivityRegularizer(Config config)
    {
        if (WritesActivityRegularizer && ActivityRegularizer is null)
        {
            config["activity_regularizer"] = null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"<{KerasName} name={Name}, built={Built}>";

    /// <summary>Takes keys of the base class from a config, where the constructor has no parameter for them.</summary>
    /// <param name="config">The config.</param>
    protected internal void ApplyBaseConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.TryGetValue("trainable", out object? value) && value is false)
        {
            // Layers inside may be frozen where this one is not: true says nothing of them.
            Trainable = false;
        }

        if (config.TryGetValue("name", out value) && value is string name)
        {
            Name = name;
        }

        if (config.TryGetValue("dtype", out value) && value is not null)
        {
            DtypePolicy = DTypePolicy.FromConfigValue(value);
        }
    }
}
