namespace KerasSharp.Layers;

/// <summary>
/// Images and what belongs to them, which is changed with them: the dictionary of <c>images</c>, <c>labels</c>, <c>bounding_boxes</c> and <c>segmentation_masks</c> that Keras's
/// image layers take.
/// </summary>
/// <param name="Images">One image, (height, width, channels), or a batch, (batch, height, width, channels); with <c>dataFormat: "channels_first"</c> channels come first.</param>
public sealed record ImageData(Tensor Images)
{
    private static readonly string[] s_keys = ["images", "labels", "bounding_boxes/boxes", "bounding_boxes/labels", "segmentation_masks"];

    /// <summary>What the images show; for a batch its first axis is that of the images.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>Where things are in the images.</summary>
    public LabeledBoxes? BoundingBoxes { get; init; }

    /// <summary>Classes of the pixels: as the images with any number of channels, or without the axis of channels.</summary>
    public Tensor? SegmentationMasks { get; init; }

    /// <summary>What a layer is called with: a tensor of images, or tensors under the names of Keras's dictionary, those of the inner one behind a '/'.</summary>
    internal static ImageData From(IReadOnlyList<Tensor> tensors, IReadOnlyList<string?>? names, string owner)
    {
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < tensors.Count; i++)
        {
            string key = names?[i] ?? (i == 0 && tensors.Count == 1 ? s_keys[0] : "");
            if (!s_keys.Contains(key) || !given.TryAdd(key, tensors[i]))
            {
                throw new ArgumentException(
                    $"{owner}: it takes a tensor of images, or the tensors \"{string.Join("\", \"", s_keys)}\" by name. Received: {tensors.Count} tensors, the one at {i} named \"{key}\". Call Apply with an ImageData.",
                    nameof(tensors));
            }
        }

        Tensor? Named(int key) => given.GetValueOrDefault(s_keys[key]);
        return Named(0) is { } images && Named(2) is null == Named(3) is null
            ? new(images) { Labels = Named(1), BoundingBoxes = Named(2) is { } boxes ? new(boxes, Named(3)!) : null, SegmentationMasks = Named(4) }
            : throw new ArgumentException($"{owner}: there must be images, and labels with bounding boxes. Received: {string.Join(", ", given.Keys)}. Call Apply with an ImageData.", nameof(tensors));
    }

    /// <summary>The tensors by name.</summary>
    internal CallArguments ToArguments(bool? training)
    {
        string[] names = [.. s_keys.Where(key => Find(key) is not null)];
        return new(InOrderOf(names)) { InputNames = names, Training = training };
    }

    /// <summary>The tensors in the order of these names; the images where there are none.</summary>
    internal Tensor[] InOrderOf(string?[]? names) => names is null ? [Images] : Array.ConvertAll(names, name => Find(name!)!);

    /// <summary>A function of each of the tensors.</summary>
    internal ImageData Map(Func<Tensor, Tensor> change) => new(change(Images))
    {
        Labels = Labels is null ? null : change(Labels),
        BoundingBoxes = BoundingBoxes?.Map(change),
        SegmentationMasks = SegmentationMasks is null ? null : change(SegmentationMasks),
    };

    private Tensor? Find(string key) => Array.IndexOf(s_keys, key) switch
    {
        0 => Images,
        1 => Labels,
        2 => BoundingBoxes?.Boxes,
        3 => BoundingBoxes?.Labels,
        _ => SegmentationMasks,
    };
}
