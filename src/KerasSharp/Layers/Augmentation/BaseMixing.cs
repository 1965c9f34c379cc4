using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the augmentations that mix each image of a batch with another one in training, and their labels, which are to be probabilities of classes.</summary>
public abstract class BaseMixing : BaseImagePreprocessingLayer
{
    private readonly SeedGenerator _generator;

    private protected BaseMixing(int? seed, string? dataFormat, string? boundingBoxFormat, string? name, bool trainable, DTypePolicy? dtype)
        : base(dataFormat, boundingBoxFormat, name, trainable, dtype)
    {
        Seed = seed;
        _generator = new SeedGenerator(seed);
    }

    /// <summary>The seed, if one was given.</summary>
    public int? Seed { get; }

    /// <inheritdoc/>
    protected internal sealed override object? GetRandomTransformation(ImageData data, bool training, SeedGenerator? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        SeedGenerator source = seed ?? _generator;
        return training ? Draw(data, Keras.Random.Shuffle(Prim.Iota([data.Images.Shape[0]], 0, DType.Int32), seed: source), source) : null;
    }

    /// <inheritdoc/>
    protected internal sealed override Tensor TransformImages(Tensor images, object? transformation, bool training)
    {
        Tensor x = Computed(images);
        return transformation is Mix mix ? Ops.Cast(Blend(x, mix), x.DType) : x;
    }

    /// <inheritdoc/>
    protected internal sealed override Tensor TransformLabels(Tensor labels, object? transformation, bool training)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (transformation is not Mix mix)
        {
            return Op.ToFloat(labels);
        }

        Tensor own = Op.ToFloat(labels), share = Ops.Cast(Ops.Reshape(mix.Share, Shape.Create([.. Enumerable.Repeat<int?>(1, own.Rank)]).With(0, own.Shape[0])), own.DType);
        return (share * own) + ((1 - share) * Other(own, mix));
    }

    private protected override ImageData Infer(ImageData data, bool training) => base.Infer(data, training) with
    {
        Labels = data.Labels is { } labels ? Op.Unknown(labels.Shape, Op.ToFloat(labels).DType) : null,
    };

    internal override bool TreatsSamplesAlone(bool training) => !training;

    /// <summary>What is drawn: the order of the others is given.</summary>
    private protected abstract Mix Draw(ImageData data, Tensor order, SeedGenerator seed);

    /// <summary>Images mixed.</summary>
    private protected abstract Tensor Blend(Tensor images, Mix mix);

    /// <summary>The other one of each.</summary>
    private protected static Tensor Other(Tensor each, Mix mix) => Prim.Gather(each, mix.Order, 0);

    /// <summary>Which image is the other of each, the share of each in its mixture, (batch, 1, 1, 1), and which pixels are the other's, where those are not mixed themselves.</summary>
    private protected sealed record Mix(Tensor Order, Tensor Share, Tensor? Pasted);
}
