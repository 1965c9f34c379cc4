using System.Collections;
using System.Text.RegularExpressions;
using KerasSharp.Saving;

namespace KerasSharp.DTypePolicies;

/// <summary>
/// Policies by the paths of layers. A path is looked up as it is, then as what a pattern (a regular expression) matches whole; a layer that none
/// matches has the default.
/// </summary>
/// <remarks>The path of a layer is its name behind those of the models and layers around it: <c>functional/dense</c>.</remarks>
public sealed class DTypePolicyMap : DTypePolicy, IEnumerable<KeyValuePair<string, DTypePolicy>>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private readonly DTypePolicy? _default;
    private readonly Dictionary<string, DTypePolicy> _policies;

    /// <summary>A map.</summary>
    /// <param name="defaultPolicy">The policy of layers that nothing matches; the global one when not given.</param>
    /// <param name="policyMap">Policies by path or pattern.</param>
    /// <exception cref="ArgumentException">A policy is a map itself.</exception>
    public DTypePolicyMap(DTypePolicy? defaultPolicy = null, IReadOnlyDictionary<string, DTypePolicy>? policyMap = null)
    {
        _default = CheckSimple(defaultPolicy, nameof(defaultPolicy));
        _policies = new(StringComparer.Ordinal);
        foreach ((string path, DTypePolicy policy) in policyMap ?? new Dictionary<string, DTypePolicy>())
        {
            _policies[path] = CheckSimple(policy, nameof(policyMap))!;
        }
    }

    /// <summary>The policy of layers that nothing matches.</summary>
    public DTypePolicy DefaultPolicy => _default ?? (Default is DTypePolicyMap map ? map.DefaultPolicy : Default);

    /// <summary>Number of paths and patterns.</summary>
    public int Count => _policies.Count;

    /// <inheritdoc/>
    public override string Name => "map_" + DefaultPolicy.Name;

    /// <inheritdoc/>
    public override DType ComputeDType => DefaultPolicy.ComputeDType;

    /// <inheritdoc/>
    public override DType VariableDType => DefaultPolicy.VariableDType;

    /// <summary>The policy of a path.</summary>
    /// <param name="path">Path of a layer when read; path or pattern when set.</param>
    /// <exception cref="ArgumentException">Several patterns match the path, or it is there already.</exception>
    public DTypePolicy this[string path]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(path);
            if (_policies.TryGetValue(path, out DTypePolicy? exact))
            {
                return exact;
            }

            string[] matches = [.. _policies.Keys.Where(pattern => Matches(pattern, path))];
            return matches.Length switch
            {
                0 => DefaultPolicy,
                1 => _policies[matches[0]],
                _ => throw new ArgumentException($"DTypePolicyMap: one pattern must match a path, at most. Received: path=\"{path}\", which matches \"{string.Join("\", \"", matches)}\". Make the patterns narrower.", nameof(path)),
            };
        }

        set
        {
            ArgumentNullException.ThrowIfNull(path);
            if (!_policies.TryAdd(path, CheckSimple(value, nameof(value))!))
            {
                throw new ArgumentException($"DTypePolicyMap: the path has a policy already. Received: path=\"{path}\". Remove it first.", nameof(path));
            }
        }
    }

    /// <summary>Takes a path or pattern out.</summary>
    /// <param name="path">The path or pattern.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string path) => _policies.Remove(path);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, DTypePolicy>> GetEnumerator() => _policies.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override Config Describe()
    {
        Config policies = [];
        foreach ((string path, DTypePolicy policy) in _policies)
        {
            policies[path] = policy.ToConfigValue();
        }

        return new SerializedObject("keras.dtype_policies", nameof(DTypePolicyMap), SharedObjectWriter.Complete(new Config { ["default_policy"] = _default?.ToConfigValue(), ["policy_map"] = policies }), null).ToConfig();
    }

    /// <inheritdoc/>
    public override string ToString() => $"<DTypePolicyMap default={DefaultPolicy.Name}, {Count} paths>";

    internal override DTypePolicy For(string path) => this[path];

    internal static DTypePolicyMap FromConfig(Config config)
    {
        config.TryGetValue("default_policy", out object? policy);
        config.TryGetValue("policy_map", out object? map);
        return new DTypePolicyMap(
            policy is null ? null : FromConfigValue(policy),
            (map as Config)?.ToDictionary(item => item.Key, item => FromConfigValue(item.Value ?? throw new FormatException($"Received: null for \"{item.Key}\"; expected a DTypePolicy."))));
    }

    private static bool Matches(string pattern, string path)
    {
        try
        {
            // Patterns may come from a file: they get a bounded time.
            return Regex.IsMatch(path, $"^(?:{pattern})$", RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception error) when (error is RegexParseException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static DTypePolicy? CheckSimple(DTypePolicy? policy, string argument) => policy is not DTypePolicyMap ? policy : throw new ArgumentException(
        $"DTypePolicyMap: a map cannot hold maps. Received: {argument}={policy}.", argument);
}
