using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Base of layers that change what another layer does. Derived classes say in <c>Call</c> what becomes of it.</summary>
/// <remarks>Weights: those of the layer inside, which is built with the wrapper's input.</remarks>
[WritesConfig("layer")]
public abstract class Wrapper : Layer
{
    /// <summary>A wrapper around a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    protected Wrapper(Layer layer, string? name = null, bool trainable = true, DTypePolicy? dtype = null, Regularizer? activityRegularizer = null)
        : base(name, trainable, dtype, activityRegularizer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = Track(layer, "layer");
    }

    /// <summary>The layer inside.</summary>
    public Layer Layer { get; }

    internal override IReadOnlyList<Layer> WrittenFirst => [Layer];

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["layer"] = ObjectRegistry.Write(Layer);
        return config;
    }

    /// <inheritdoc/>
    protected override void Build(Shape input) => Layer.EnsureBuilt(input);
}
