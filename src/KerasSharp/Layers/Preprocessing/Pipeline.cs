using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Applies layers one after the other, as steps of preprocessing. Unlike a <see cref="Sequential"/> model it is a plain layer, and takes what its layers take.</summary>
/// <remarks>
/// Input and output shape: those of the first and the last layer. Images with labels, bounding boxes and masks pass through image layers as an <see cref="ImageData"/>. As in Keras
/// a call that does not say so, and that no other call encloses, is one of training.
/// </remarks>
[KerasSerializable("keras.layers", "Pipeline")]
public sealed partial class Pipeline : Layer
{
    /// <summary>Layers one after the other.</summary>
    /// <param name="layers">The layers, at least one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There are no layers.</exception>
    public Pipeline(IReadOnlyList<Layer> layers, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = layers.Count > 0 ? [.. layers] : throw new ArgumentException("Pipeline: there must be at least one layer. Received: layers.Count=0. Use Identity to change nothing.", nameof(layers));
        foreach (Layer layer in Layers)
        {
            Track(layer, $"layers/{Utilities.Naming.ToSnakeCase(layer.KerasName)}");
        }
    }

    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    private protected override bool CastsInput => false;

    private protected override bool TrainsByDefault => true;

    private protected override bool KeepsOwnMasks => true;

    /// <inheritdoc/>
    public override Config GetConfig() => new() { ["layers"] = Layers.Select(layer => (object?)ObjectRegistry.Write(layer)).ToList(), ["name"] = Name };

    /// <summary>Applies the layers, which must be image layers, to images and what belongs to them.</summary>
    /// <param name="data">Images, labels, bounding boxes, segmentation masks.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else true.</param>
    public ImageData Apply(ImageData data, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        CallArguments arguments = data.ToArguments(training);
        return ImageData.From(Invoke(arguments), arguments.InputNames, Label);
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        CallArguments next = arguments;
        foreach (Layer layer in Layers)
        {
            next = new CallArguments(layer.Invoke(next)) { IsList = arguments.IsList, InputNames = arguments.InputNames, Training = arguments.Training };
        }

        return next.Inputs;
    }
}
