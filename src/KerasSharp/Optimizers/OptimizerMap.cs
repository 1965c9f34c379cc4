using System.Text.RegularExpressions;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>Which optimizer updates which variable: regular expressions that are looked for in the variables' paths, and one optimizer for all others.</summary>
/// <example><c>new OptimizerMap("adam") { ["embedding/.*"] = new SGD(0.1) }</c></example>
[KerasSerializable("keras.optimizers", "OptimizerMap")]
public sealed partial class OptimizerMap : IKerasSerializable
{
    private readonly OrderedDictionary<string, (Regex Pattern, Optimizer Optimizer)> _entries = new(StringComparer.Ordinal);

    /// <summary>A map.</summary>
    /// <param name="defaultOptimizer">The optimizer of variables that no pattern matches.</param>
    /// <param name="optimizerMap">Optimizers by pattern.</param>
    /// <exception cref="ArgumentException">A pattern is no regular expression.</exception>
    public OptimizerMap(Optimizer defaultOptimizer, IEnumerable<KeyValuePair<string, Optimizer>>? optimizerMap = null)
    {
        ArgumentNullException.ThrowIfNull(defaultOptimizer);
        DefaultOptimizer = defaultOptimizer;
        foreach ((string pattern, Optimizer optimizer) in optimizerMap ?? [])
        {
            this[pattern] = optimizer;
        }
    }

    /// <summary>The optimizer of variables that no pattern matches.</summary>
    public Optimizer DefaultOptimizer { get; }

    /// <summary>Number of patterns.</summary>
    public int Count => _entries.Count;

    /// <summary>All optimizers, each once: those of the patterns in their order, then the default one.</summary>
    public IReadOnlyList<Optimizer> Optimizers => [.. _entries.Values.Select(e => e.Optimizer).Where(o => o != DefaultOptimizer).Distinct().Append(DefaultOptimizer)];

    /// <summary>The optimizer of a pattern, or of the path of a variable; setting adds a pattern, or replaces its optimizer.</summary>
    /// <param name="key">The pattern or path.</param>
    /// <exception cref="ArgumentException">Patterns of different optimizers match the path, or the pattern set is no regular expression.</exception>
    public Optimizer this[string key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            if (_entries.TryGetValue(key, out (Regex Pattern, Optimizer Optimizer) exact))
            {
                return exact.Optimizer;
            }

            string[] matching = [.. _entries.Where(e => e.Value.Pattern.IsMatch(key)).Select(e => e.Key)];
            return matching.Length == 0 ? DefaultOptimizer
                : matching.Select(pattern => _entries[pattern].Optimizer).Distinct().Count() == 1 ? _entries[matching[0]].Optimizer
                : throw new ArgumentException(
                    $"OptimizerMap: the patterns of one optimizer at most may match a variable. Received: path={key}, which matches {string.Join(", ", matching.Select(p => $"\"{p}\""))}. "
                    + "Narrow the patterns.", nameof(key));
        }

        set
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            _entries[key] = (VariablePattern.Parse(nameof(OptimizerMap), nameof(OptimizerMap), key), value);
        }
    }

    /// <summary>The optimizer of a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <exception cref="ArgumentException">Patterns of different optimizers match its path.</exception>
    public Optimizer Of(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return this[variable.Path];
    }

    /// <inheritdoc/>
    public Config GetConfig()
    {
        var map = new Config();
        foreach ((string pattern, (_, Optimizer optimizer)) in _entries)
        {
            map[pattern] = optimizer;
        }

        return new() { ["default_optimizer"] = DefaultOptimizer, ["optimizer_map"] = map };
    }

    /// <summary>Makes a map from the config that <see cref="GetConfig"/> returns.</summary>
    /// <param name="config">The config.</param>
    /// <exception cref="ModelFormatException">A value is missing or has the wrong type.</exception>
    public static OptimizerMap FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        ConfigReader reader = new(config, nameof(OptimizerMap));
        var map = new OptimizerMap(reader.GetValue<Optimizer>("default_optimizer"));
        if (reader.Has("optimizer_map") && config["optimizer_map"] is Config entries)
        {
            ConfigReader inner = new(entries, $"{nameof(OptimizerMap)}: optimizer_map");
            foreach (string pattern in entries.Keys)
            {
                map[pattern] = inner.GetValue<Optimizer>(pattern);
            }
        }

        reader.Finish();
        return map;
    }
}
