using KerasSharp.Layers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>An augmentation of one's own: multiplies images by a number that each draws for itself.</summary>
/// <param name="least">The least number.</param>
/// <param name="greatest">The greatest number.</param>
/// <param name="seed">A seed of its own.</param>
public sealed class RandomExposure(double least, double greatest, int? seed = null) : BaseImagePreprocessingLayer
{
    private readonly SeedGenerator _generator = new(seed);

    /// <inheritdoc/>
    protected override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null) =>
        training ? Keras.Random.Uniform([data.Images.Shape[0], 1, 1, 1], least, greatest, seed: seed ?? _generator) : null;

    /// <inheritdoc/>
    protected override Tensor TransformImages(Tensor images, object? transformation, bool training) =>
        transformation is Tensor exposure ? images * exposure : images;
}

/// <summary>Augments images, alone, with what belongs to them, and inside a model.</summary>
public static class Augmentation
{
    /// <summary>Runs the program.</summary>
    /// <param name="output">Where it writes.</param>
    /// <returns>The images augmented, with their boxes; and what the model predicts twice.</returns>
    public static (ImageData Moved, Tensor First, Tensor Second) Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Tensor images = Keras.Random.Uniform([4, 32, 32, 3], 0, 255, seed: 1);
        Tensor boxes = Ops.Tile(Tensor.From([4f, 8, 20, 24], Shape.Of(1, 1, 4)), [4, 1, 1]), classes = Ops.Ones([4, 1], DType.Int32);

        var augmentation = new Pipeline([
            new RandomFlip("horizontal", seed: 1),
            new RandomRotation(0.1, seed: 2),
            new RandomContrast(0.2, seed: 3),
            new RandomExposure(0.8, 1.2, seed: 4),
        ]);
        Tensor augmented = augmentation.Apply(images);
        output.WriteLine($"augmented: {augmented.Shape}");

        var shift = new RandomTranslation(0.2, 0.2, fillMode: "nearest", seed: 5, boundingBoxFormat: "xyxy");
        ImageData moved = shift.Apply(new ImageData(images) { BoundingBoxes = new(boxes, classes) });
        output.WriteLine($"boxes: {moved.BoundingBoxes!.Boxes}");

        var mix = new MixUp(alpha: 0.4, seed: 6);
        Tensor labels = Ops.OneHot(Tensor.From([0, 1, 2, 1], Shape.Of(4)), 3);
        ImageData mixed = mix.Apply(new ImageData(images) { Labels = labels });
        output.WriteLine($"labels: {mixed.Labels}");

        var model = new Sequential([
            new InputLayer([32, 32, 3]),
            augmentation,
            new Rescaling(1 / 255.0),
            new Conv2D(8, 3, activation: "relu"),
            new GlobalAveragePooling2D(),
            new Dense(3, activation: "softmax"),
        ]);
        model.Compile("adam", "categorical_crossentropy");
        model.Fit(images, labels, epochs: 2, verbose: 0);
        return (moved, model.Predict(images), model.Predict(images));
    }
}
