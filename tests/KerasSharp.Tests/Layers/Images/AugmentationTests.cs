using KerasSharp.Layers;
using KerasSharp.Tests.Layers.Contracts;
using static KerasSharp.Tests.Layers.Images.Augmentations;

namespace KerasSharp.Tests.Layers.Images;

/// <summary>What holds for every augmentation: seeds, inference, data formats, single images, dtypes, compiled functions.</summary>
public sealed class AugmentationTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static BaseImagePreprocessingLayer Make(string name, int seed = 3, string format = "channels_last") => All[name](seed, format);

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_SameSeed_GivesTheSameImagesAndOtherOnesAtEachCall(string name)
    {
        Tensor x = Pictures();
        BaseImagePreprocessingLayer one = Make(name);
        float[][] calls = [.. Enumerable.Range(0, 4).Select(_ => Numbers(one.Apply(x, training: true)))];
        Assert.Equal(calls[0], Numbers(Make(name).Apply(x, training: true)));
        Assert.Contains(calls[1..], call => !call.AsSpan().SequenceEqual(calls[0]));
        Assert.Contains(Enumerable.Range(4, 4), seed => !Numbers(Make(name, seed).Apply(x, training: true)).AsSpan().SequenceEqual(calls[0]));
        Assert.Contains(calls, call => !call.AsSpan().SequenceEqual(Numbers(x)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inference_LeavesImagesAlone(string name)
    {
        Tensor x = Pictures();
        Assert.Equal(Numbers(x), Numbers(Make(name).Apply(x, training: false)));
        Assert.Equal(DType.Float32, Make(name).Apply(Ops.Cast(x, DType.UInt8), training: false).DType);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingSaid_Alone_Trains_InAModelThatPredicts_DoesNot(string name)
    {
        Tensor x = Pictures();
        Assert.Equal(Numbers(Make(name).Apply(x, training: true)), Numbers(Make(name).Apply(x)));
        var model = new Sequential([new InputLayer(x.Shape[1..]), Make(name)]);
        Assert.Equal(Numbers(x), Numbers(model.Predict(x)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ChannelsFirst_IsChannelsLastTransposed(string name)
    {
        if (name == "RandomErasing")
        {
            Assert.Equal([6, 3, 8, 9], Make(name, 3, "channels_first").Apply(ChannelsFirst(Pictures())).Shape.ToArray());
        }

        Tensor x = Pictures();
        TensorAssert.Near(ChannelsFirst(Make(name).Apply(x, training: true)), Make(name, 3, "channels_first").Apply(ChannelsFirst(x), training: true), 0.01);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OneImage_IsABatchOfOne(string name)
    {
        Tensor x = Pictures(1);
        TensorAssert.Near(Make(name).Apply(x, training: true)[0], Make(name).Apply(x[0], training: true), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Integers_GiveWhatTheSameFloatsGive(string name)
    {
        Tensor x = Ops.Cast(Pictures(), DType.UInt8);
        TensorAssert.Near(Make(name).Apply(Ops.Cast(x, DType.Float32), training: true), Make(name).Apply(x, training: true), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_DrawsAsEagerAndAnewAtEachRun(string name)
    {
        Tensor x = Pictures();
        BaseImagePreprocessingLayer eager = Make(name), compiled = Make(name);
        Function function = Function.Compile(t => [compiled.Apply(t[0], training: true)], name);
        for (int run = 0; run < 3; run++)
        {
            TensorAssert.Near(eager.Apply(x, training: true), function.Call([x])[0], 0.05);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Symbolic_UnknownBatch_HasTheShapeOfTraining(string name)
    {
        Tensor y = Make(name).Apply(Keras.Input([8, 9, 3]));
        Assert.Equal(Shape.Create([null, .. Make(name).Apply(Pictures(), training: true).Shape.ToArray()[1..]]), y.Shape);
        Assert.Equal(DType.Float32, y.DType);
        Assert.Equal([-1, -1, 3], Make(name == "RandomCrop" ? "RandomFlip" : name).Apply(Keras.Input([null, null, 3])).Shape.ToArray()[1..]);
    }

    /// <summary>Layers whose images depend on the others of the batch say so, so that parts of a batch are not computed apart.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void SamplesAlone_SaysWhetherImagesDependOnOthers(string name)
    {
        bool mixes = name is "CutMix" or "MixUp" or "RandAugment" or "AugMix";
        Assert.Equal(!mixes, Make(name).TreatsSamplesAlone(training: true));
        Assert.True(Make(name).TreatsSamplesAlone(training: false));
    }

    /// <summary>Those that move pixels or change numbers smoothly: the sum's gradient is a difference quotient along a direction.</summary>
    [Theory]
    [InlineData("RandomFlip")]
    [InlineData("RandomCrop")]
    [InlineData("RandomRotation")]
    [InlineData("RandomZoom")]
    [InlineData("RandomPerspective")]
    [InlineData("RandomElasticTransform")]
    [InlineData("RandomContrast")]
    [InlineData("RandomSharpness")]
    [InlineData("RandomGaussianBlur")]
    [InlineData("RandomColorDegeneration")]
    [InlineData("MixUp")]
    [InlineData("CutMix")]
    public void Gradient_IsTheDifferenceQuotient(string name)
    {
        // Far from the ends of the range, where numbers are cut off.
        Tensor x = (Pictures() / 10) + 110, direction = Keras.Random.Normal(x.Shape, seed: 8), weights = Keras.Random.Normal([8, 9, 3], seed: 9);
        double Value(Tensor t)
        {
            Tensor y = Make(name).Apply(t, training: true);
            return Ops.Sum(Ops.Cast(y, DType.Float64) * Ops.Cast(weights[..y.Shape[1], ..y.Shape[2]], DType.Float64)).Item();
        }

        using var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = Make(name).Apply(x, training: true);
        Tensor total = Ops.Sum(y * weights[..y.Shape[1], ..y.Shape[2]]);
        double slope = Ops.Sum(tape.Gradient(total, x) * direction).Item(), quotient = (Value(x + direction) - Value(x - direction)) / 2;
        Assert.Equal(quotient, slope, 0.01 * Math.Max(1, Math.Abs(quotient)));
    }
}
