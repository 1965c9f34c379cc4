namespace KerasSharp.Layers;

/// <summary>What a feature is: by the name of a standard one (<c>"float_normalized"</c>), or a <see cref="Feature"/>.</summary>
public sealed class FeatureType
{
    private FeatureType(string? name, Feature? feature) => (Name, Feature) = (name, feature);

    internal string? Name { get; }

    internal Feature? Feature { get; }

    /// <summary>
    /// A standard feature: <c>"float"</c>, <c>"float_normalized"</c>, <c>"float_rescaled"</c>, <c>"float_discretized"</c>, <c>"integer_categorical"</c>, <c>"string_categorical"</c>,
    /// <c>"integer_hashed"</c> or <c>"string_hashed"</c>.
    /// </summary>
    public static implicit operator FeatureType(string name) => new(name, null);

    /// <summary>A feature as it was made.</summary>
    public static implicit operator FeatureType(Feature feature) => new(null, feature);
}
