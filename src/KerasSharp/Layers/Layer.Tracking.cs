using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace KerasSharp.Layers;

/// <content>
/// What a layer holds: children that it registers itself, and what stands in the fields of classes outside this library. Reading fields is safe under
/// trimming because the attribute on <see cref="Layer"/> keeps the fields of all classes derived from it.
/// </content>
public abstract partial class Layer
{
    private readonly List<(string Name, Layer Layer)> _registered = [];
    private TrackedFields? _tracked;

    /// <summary>The layers directly inside this one.</summary>
    public IReadOnlyList<Layer> Sublayers => NamedSublayers.Count == 0 ? [] : [.. NamedSublayers.Select(s => s.Layer).Distinct()];

    /// <summary>The layers directly inside with the names that they are held under, which weight files use.</summary>
    internal virtual IReadOnlyList<(string Name, Layer Layer)> NamedSublayers =>
        Tracked.Layers.Count == 0 ? _registered : [.. _registered, .. Tracked.Layers.Where(t => !_registered.Any(r => ReferenceEquals(r.Layer, t.Layer)))];

    /// <summary>Fields and names of layers without weights that Keras's layer of this class holds, which have empty groups in weight files.</summary>
    internal virtual IReadOnlyList<(string Field, string Name)> EmptyGroups => [];

    /// <summary>Text that files keep beside the weights, such as a vocabulary that was learnt; null where there is none.</summary>
    internal virtual string? Asset
    {
        get => null;
        set => throw new Saving.ModelFormatException($"{Label}: the file holds a vocabulary for it, which it does not take.");
    }

    /// <summary>Numbers that files keep among the layer's weights under their names and that are no weights, as Keras's layers say in <c>save_own_variables</c>.</summary>
    internal virtual IReadOnlyList<Variable> StoredState => [];

    /// <summary>What to do with state that files of older versions have among the layer's weights, where it is none now; null where the layer knows no such state.</summary>
    internal virtual Action? OldState(IReadOnlyList<Saving.StoredWeight> stored) => null;

    /// <summary>Takes over from a layer of the same class what it has learnt and what is neither in its config nor a weight.</summary>
    internal virtual void TakeLearnt(Layer other)
    {
    }

    /// <summary>Metrics held in fields.</summary>
    internal IEnumerable<Metric> OwnMetrics => Tracked.Metrics;

    /// <summary>The generators of random numbers held in fields, those of classes of this library included. Where they stand is no weight, but what training draws next depends on it.</summary>
    internal IReadOnlyList<SeedGenerator> SeedGenerators
    {
        get
        {
            var found = new List<SeedGenerator>();
            foreach (FieldInfo held in Fields(GetType(), null))
            {
                switch (held.GetValue(this))
                {
                    case SeedGenerator generator: found.Add(generator); break;
                    case Seed { Generator: { } generator }: found.Add(generator); break;
                    case IEnumerable<SeedGenerator> several: found.AddRange(several); break;
                    default: break;
                }
            }

            return found;
        }
    }

    private TrackedFields Tracked
    {
        get
        {
            // Fields may still be filled while the layer is not built; from then on they stay.
            if (_tracked is { } known)
            {
                return known;
            }

            TrackedFields found = IsLibraryClass() ? TrackedFields.None : ReadFields();
            _tracked = Built || found == TrackedFields.None ? found : null;
            return found;
        }
    }

    /// <summary>Registers a layer inside this one. Layers in fields need not be registered.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">Name of the field or member that holds it.</param>
    /// <returns><paramref name="layer"/>.</returns>
    protected T Track<T>(T layer, string name)
        where T : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        _registered.Add((name, layer));
        Interlocked.Increment(ref s_changes);
        return layer;
    }

    /// <summary>Forgets the layers registered.</summary>
    private protected void ClearTracked()
    {
        _registered.Clear();
        Interlocked.Increment(ref s_changes);
    }

    /// <summary>Whether its class is one of this library.</summary>
    private protected bool IsLibraryClass() => GetType().Assembly == typeof(Layer).Assembly;

    private TrackedFields ReadFields()
    {
        var found = new TrackedFields();
        foreach (FieldInfo field in Fields(GetType(), typeof(Layer).Assembly))
        {
            found.Add(CleanName(field.Name), field.GetValue(this));
        }

        return found;
    }

    /// <summary>The fields of a class and of those that it is derived from, those first, up to classes of an assembly.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The attribute on Layer keeps the fields of derived classes, base classes included.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The attribute on Layer keeps the fields of derived classes, base classes included.")]
    private static IEnumerable<FieldInfo> Fields(Type derived, Assembly? end)
    {
        var chain = new Stack<Type>();
        for (Type? type = derived; type is not null && type != typeof(Layer) && type.Assembly != end; type = type.BaseType)
        {
            chain.Push(type);
        }

        return chain.SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
    }

    /// <summary>The name as it was written: without the underscore of a field, and what the compiler adds for properties and parameters.</summary>
    private static string CleanName(string field)
    {
        if (field.StartsWith('<') && field.IndexOf('>', StringComparison.Ordinal) is int end and > 1)
        {
            field = field[1..end];
        }

        return Utilities.Naming.ToSnakeCase(field.TrimStart('_'));
    }

    private sealed class TrackedFields
    {
        public static readonly TrackedFields None = new();

        public List<(string Name, Layer Layer)> Layers { get; } = [];

        public List<Variable> Variables { get; } = [];

        public List<Metric> Metrics { get; } = [];

        public void Add(string name, object? value)
        {
            switch (value)
            {
                case Layer layer: Layers.Add((name, layer)); break;
                case Variable variable: Variables.Add(variable); break;
                case Metric metric: Metrics.Add(metric); break;
                case IEnumerable<Layer> layers: Layers.AddRange(layers.Select(layer => ($"{name}/{Utilities.Naming.ToSnakeCase(layer.KerasName)}", layer))); break;
                case IEnumerable<Variable> variables: Variables.AddRange(variables); break;
                case IEnumerable<Metric> metrics: Metrics.AddRange(metrics); break;
                case System.Collections.IDictionary map:
                    foreach (object? item in map.Values)
                    {
                        Add(name, item);
                    }

                    break;
                default: break;
            }
        }
    }
}
