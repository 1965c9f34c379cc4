using System.Collections;
using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Features of a <see cref="FeatureSpace"/> that are crossed: their combination becomes a feature by itself.</summary>
[KerasSerializable("keras.src.layers.preprocessing.feature_space", "Cross")]
[CollectionBuilder(typeof(Cross), nameof(Create))]
public sealed partial class Cross : IEnumerable<string>
{
    /// <summary>A cross.</summary>
    /// <param name="featureNames">Names of the features, two or more.</param>
    /// <param name="crossingDim">The number of bins that combinations are hashed to, at least 1.</param>
    /// <param name="outputMode"><c>"one_hot"</c> or <c>"int"</c>.</param>
    /// <exception cref="ArgumentException">There are less than two names, or the mode is none of those.</exception>
    public Cross(string[] featureNames, int crossingDim, string outputMode = "one_hot")
        : this(featureNames, (int?)Arguments.AtLeast(1, crossingDim, nameof(crossingDim), nameof(Cross)), outputMode)
    {
    }

    private Cross(IReadOnlyList<string> featureNames, int? crossingDim, string outputMode)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        FeatureNames = featureNames.Count > 1 ? [.. featureNames] : throw new ArgumentException(
            $"Cross: there must be two features or more to cross. Received: featureNames=[{string.Join(", ", featureNames)}].", nameof(featureNames));
        (CrossingDim, OutputMode) = (crossingDim, CategoricalOutput.CheckMode(outputMode, nameof(Cross), "int", "one_hot"));
    }

    /// <summary>Names of the features.</summary>
    public string[] FeatureNames { get; }

    /// <summary>The number of bins; null for that of the feature space.</summary>
    public int? CrossingDim { get; }

    /// <summary>How the bins are given on.</summary>
    public string OutputMode { get; }

    /// <summary>Its name: those of the features, joined.</summary>
    public string Name => string.Join("_X_", FeatureNames);

    /// <summary>A cross with the bins of the feature space.</summary>
    /// <param name="featureNames">Names of the features.</param>
    public static Cross Create(ReadOnlySpan<string> featureNames) => new(featureNames.ToArray(), null, "one_hot");

    /// <summary>A cross with the bins of the feature space.</summary>
    public static implicit operator Cross(string[] featureNames) => Create(featureNames);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)FeatureNames).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The cross with a number of bins, where it has none.</summary>
    internal Cross WithBins(int crossingDim) => CrossingDim is null ? new Cross(FeatureNames, crossingDim, OutputMode) : this;
}
