using KerasSharp.Layers;

namespace KerasSharp.Samples.Augmentations;

/// <summary>A sheet of pictures: for each augmentation a row with its name, the picture as it was and several draws.</summary>
internal static class ContactSheet
{
    /// <summary>Draws of each augmentation.</summary>
    public const int Draws = 5;

    /// <summary>Size of the place of a picture.</summary>
    public const int Place = Picture.Size + 4;

    /// <summary>Height of a row with its name.</summary>
    public const int Row = Place + 14;

    private const int Blocks = 2;

    /// <summary>All augmentations, in the order of the rows, those of the left half of the sheet first.</summary>
    public static BaseImagePreprocessingLayer[] Layers { get; } =
    [
        new RandomFlip("horizontal", seed: 26, boundingBoxFormat: "xyxy"),
        new RandomCrop(64, 64, seed: 2, boundingBoxFormat: "xyxy"),
        new RandomTranslation(0.2, 0.2, seed: 3, boundingBoxFormat: "xyxy"),
        new RandomRotation(0.12, "constant", seed: 4, boundingBoxFormat: "xyxy"),
        new RandomZoom(0.4, fillMode: "nearest", seed: 5, boundingBoxFormat: "xyxy"),
        new RandomShear(0.3, 0.1, fillMode: "wrap", seed: 6, boundingBoxFormat: "xyxy"),
        new RandomPerspective([1, 1], 0.7, seed: 7, boundingBoxFormat: "xyxy"),
        new RandomElasticTransform([1, 1], [1, 1], seed: 8, boundingBoxFormat: "xyxy"),
        new RandomErasing([1, 1], seed: 9),
        new CutMix(seed: 10),
        new MixUp(0.8, seed: 11),
        new RandAugment(seed: 12, boundingBoxFormat: "xyxy"),
        new AugMix(seed: 13),
        new Resizing(48, 96, boundingBoxFormat: "xyxy"),
        new CenterCrop(60, 80, boundingBoxFormat: "xyxy"),
        new RandomBrightness(0.4, seed: 14),
        new RandomContrast(0.8, seed: 15),
        new RandomHue(0.8, seed: 16),
        new RandomSaturation([0, 0.6], seed: 17),
        new RandomColorJitter([0, 255], 0.2, 0.4, [0.3, 0.55], 0.2, seed: 18),
        new RandomColorDegeneration([0, 1], seed: 19),
        new RandomGrayscale(0.5, seed: 20),
        new RandomInvert(0.8, seed: 21),
        new RandomPosterization([1, 5], seed: 22),
        new RandomSharpness([0, 1], seed: 23),
        new RandomGaussianBlur([1, 1], 7, [0.4, 1], seed: 24),
        new Solarization([0, 0.3], [0.3, 0.9], seed: 25),
        new AutoContrast(),
        new Equalization(),
        new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: 40, tileGridSize: 4),
    ];

    /// <summary>Writes the sheet.</summary>
    public static void Write(string path)
    {
        int rows = (Layers.Length + Blocks - 1) / Blocks, block = Place * (Draws + 1);
        var canvas = new Canvas(block * Blocks, rows * Row);
        for (int i = 0; i < Layers.Length; i++)
        {
            (int left, int top) = (i / rows * block, i % rows * Row);
            canvas.Text(Layers[i].GetType().Name, left, top);
            ImageData before = Batch(Layers[i]), after = Layers[i].Apply(before, training: true);
            Put(canvas, before, 0, left, top + 12);
            for (int draw = 0; draw < Draws; draw++)
            {
                Put(canvas, after, draw, left + ((draw + 1) * Place), top + 12);
            }
        }

        PngFile.Write(path, canvas.Pixels, block * Blocks);
    }

    /// <summary>The picture as often as there are draws; where pictures are mixed, every other one upside down; where contrast is stretched, a dull one.</summary>
    private static ImageData Batch(BaseImagePreprocessingLayer layer)
    {
        Tensor picture = Picture.Draw(), other = layer is CutMix or MixUp ? Ops.Flip(picture, 0) : picture;
        Tensor images = Ops.Stack([.. Enumerable.Range(0, Draws).Select(i => i % 2 == 0 ? picture : other)]);
        images = layer is AutoContrast or Equalization or ContrastLimitedAdaptiveHistogramEqualization ? (images * 0.4) + 60 : images;
        return layer.BoundingBoxFormat is null ? new(images) : new(images)
        {
            BoundingBoxes = new(Ops.Tile(Tensor.From(Picture.House, Shape.Of(1, 1, 4)), [Draws, 1, 1]), Ops.Ones([Draws, 1], DType.Int32)),
        };
    }

    private static void Put(Canvas canvas, ImageData data, int index, int left, int top)
    {
        canvas.Paste(data.Images[index], left, top);
        if (data.BoundingBoxes is { } boxes && Ops.Max(boxes.Labels[index]).Item() > 0)
        {
            canvas.Frame(Ops.Cast(boxes.Boxes[index, 0], DType.Float32).ToArray<float>(), left, top);
        }
    }
}
