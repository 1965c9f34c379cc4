using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A feature of a <see cref="FeatureSpace"/>: what it is given as, the layer that reads it, and how it is given on.</summary>
[KerasSerializable("keras.src.layers.preprocessing.feature_space", "Feature")]
public sealed partial class Feature
{
    /// <summary>A feature.</summary>
    /// <param name="dtype">Dtype of its input.</param>
    /// <param name="preprocessor">The layer that reads it.</param>
    /// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c> (of the whole numbers that the layer gives) or <c>"float"</c>.</param>
    /// <exception cref="ArgumentException">The mode is none of those.</exception>
    public Feature(DType dtype, Layer preprocessor, string outputMode)
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        (Dtype, Preprocessor, OutputMode) = (dtype, preprocessor, CategoricalOutput.CheckMode(outputMode, nameof(Feature), "int", "one_hot", "float"));
    }

    /// <summary>Dtype of its input.</summary>
    public DType Dtype { get; }

    /// <summary>The layer that reads it.</summary>
    public Layer Preprocessor { get; }

    /// <summary>How it is given on.</summary>
    public string OutputMode { get; }
}
