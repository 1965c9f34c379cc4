using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Tests.Layers.Contracts;

namespace KerasSharp.Tests.Layers.Plain;

/// <summary>What cases and contracts do not show of the plain layers: masks, unknown sizes, other ways to say the same.</summary>
public sealed class PlainLayerTests
{
    private static readonly Tensor Steps = Tensor.From(Enumerable.Range(0, 12).Select(i => (float)i).ToArray(), [2, 3, 2]);

    [Fact]
    public void Masking_MarksStepsWhoseFeaturesAllHaveTheValue()
    {
        Tensor x = Ops.Where(Ops.Less(Steps, 2f), -1f, Steps);
        Tensor y = new Masking(-1).Apply(x);
        Assert.Equal([false, true, true, true, true, true], y.Mask!.ToArray<bool>());
        Assert.Equal([0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], y.ToArray<float>());
    }

    [Fact]
    public void ReversibleEmbedding_Reverse_IsTheProductWithAllRows()
    {
        var layer = new ReversibleEmbedding(5, 2, maskZero: true);
        Tensor rows = layer.Apply(new int[,] { { 0, 3 } });
        Assert.Equal([false, true], rows.Mask!.ToArray<bool>());
        Tensor logits = layer.Reverse(rows);
        Assert.Null(logits.Mask);
        TensorAssert.Near(Ops.MatMul(rows, Ops.Transpose(layer.Embeddings!.Value)), logits, 1e-6);
        layer.EnableLora(2, bInitializer: "ones", aInitializer: "ones");
        TensorAssert.Near(Ops.MatMul(rows, Ops.Transpose(layer.Embeddings.Value + 2)), layer.Reverse(rows), 1e-5);
    }

    [Theory]
    [InlineData("channels_last")]
    [InlineData("channels_first")]
    public void GlobalAveragePooling1D_Mask_LeavesStepsOut(string format)
    {
        Tensor x = format == "channels_last" ? Steps : Ops.Transpose(Steps, [0, 2, 1]);
        Tensor mask = new bool[,] { { true, false, true }, { false, false, true } };
        Tensor y = new GlobalAveragePooling1D(format).Apply(x, mask: mask);
        Assert.Equal([2, 3, 10, 11], y.ToArray<float>());
        Assert.Null(y.Mask);
    }

    [Fact]
    public void Merging_Masks_CountWhereAnyCounts()
    {
        Tensor a = Steps, b = -Steps - 1;
        bool[] first = [true, true, false, false, true, false], second = [true, false, true, false, true, true];
        Tensor[] inputs = [new MaskSource(Tensor.From(first, [2, 3])).Apply(a), new MaskSource(Tensor.From(second, [2, 3])).Apply(b)];
        float[] x = a.ToArray<float>(), y = b.ToArray<float>();
        foreach ((Layer layer, Func<float, float, float> combine) in new (Layer, Func<float, float, float>)[]
        {
            (new Maximum(), Math.Max), (new Minimum(), Math.Min), (new Multiply(), (p, q) => p * q),
        })
        {
            Tensor result = layer.Apply(inputs);
            Assert.Equal(first.Zip(second, (p, q) => p || q), result.Mask!.ToArray<bool>());
            float[] found = result.ToArray<float>();
            for (int i = 0; i < found.Length; i++)
            {
                bool one = first[i / 2], two = second[i / 2];
                if (one || two)
                {
                    Assert.Equal(one && two ? combine(x[i], y[i]) : one ? x[i] : y[i], found[i]);
                }
            }
        }
    }

    [Fact]
    public void Merging_OneInputWithoutMask_HasNone()
    {
        Tensor masked = new MaskSource(Ops.Zeros([2, 3], DType.Bool)).Apply(Steps);
        Assert.Null(new Average().Apply([masked, Steps]).Mask);
        Tensor joined = new Concatenate(axis: 1).Apply([masked, Steps]);
        Assert.Equal([false, false, false, true, true, true, false, false, false, true, true, true], joined.Mask!.ToArray<bool>());
    }

    [Fact]
    public void LayerFunctions_AreTheirLayers()
    {
        Tensor a = Steps, b = Steps + 1;
        TensorAssert.Equal([new Add().Apply([a, b])], [LayerFunctions.Add([a, b])]);
        TensorAssert.Equal([new Average().Apply([a, b])], [LayerFunctions.Average([a, b])]);
        TensorAssert.Equal([new Concatenate(1).Apply([a, b])], [LayerFunctions.Concatenate([a, b], axis: 1)]);
        TensorAssert.Equal([new Dot(-1, true).Apply([a, b])], [LayerFunctions.Dot([a, b], normalize: true)]);
        TensorAssert.Equal([new Maximum().Apply([a, b])], [LayerFunctions.Maximum([a, b])]);
        TensorAssert.Equal([new Minimum().Apply([a, b])], [LayerFunctions.Minimum([a, b])]);
        TensorAssert.Equal([new Multiply().Apply([a, b])], [LayerFunctions.Multiply([a, b])]);
        TensorAssert.Equal([new Subtract().Apply([a, b])], [LayerFunctions.Subtract([a, b])]);
        Assert.Equal("(None, 3)", LayerFunctions.Input([3]).Shape.ToString());
        Assert.Equal("(7, 3)", LayerFunctions.Input(batchShape: [7, 3]).Shape.ToString());
        Layer again = LayerFunctions.Deserialize(LayerFunctions.Serialize(new Dense(3, name: "d")));
        Assert.Equal("d", Assert.IsType<Dense>(again).Name);
    }

    /// <summary>The addition begins at 0, so that nothing changes until it is trained; it is what the two factors say.</summary>
    [Fact]
    public void EnableLora_FreezesTheKernelAndAddsAProduct()
    {
        Tensor x = Keras.Random.Normal([2, 5], seed: 1), indices = new int[,] { { 0, 4 } };
        (Layer Layer, Tensor Input, Action<Layer> Enable)[] rows =
        [
            (new Dense(3), x, layer => ((Dense)layer).EnableLora(2, 6)),
            (new EinsumDense("ab,bc->ac", [3]), x, layer => ((EinsumDense)layer).EnableLora(2, 6)),
            (new Conv1D(3, 1), Ops.Reshape(x, [2, 1, 5]), layer => ((Conv1D)layer).EnableLora(2, 6)),
            (new Embedding(5, 3), indices, layer => ((Embedding)layer).EnableLora(2, 6)),
        ];
        foreach ((Layer layer, Tensor input, Action<Layer> enable) in rows)
        {
            Tensor before = layer.Apply(input);
            Variable kernel = layer.Weights[0];
            enable(layer);
            Assert.False(kernel.Trainable);
            TensorAssert.Equal([before], [layer.Apply(input)]);
            Variable a = layer.Weights[^2], b = layer.Weights[^1];
            b.Assign(Ops.Ones(b.Shape));
            Tensor adapted = layer.Apply(input);
            kernel.Assign(kernel.Value + (Ops.Reshape(Ops.MatMul(Ops.Reshape(a.Value, [-1, 2]), b.Value), kernel.Shape) * 3));
            b.Assign(Ops.Zeros(b.Shape));
            TensorAssert.Near(layer.Apply(input), adapted, 1e-5);
            Config config = layer.GetConfig();
            Assert.Equal((2L, 6.0), (config["lora_rank"], config["lora_alpha"]));
        }
    }

    [Fact]
    public void Aliases_AreTheirLayers()
    {
        Assert.IsType<MaxPooling2D>(LayerFunctions.MaxPool2D(3));
        Assert.IsType<Conv2DTranspose>(LayerFunctions.Convolution2DTranspose(3, 2));
        foreach ((string alias, Layer layer) in new (string, Layer)[]
        {
            ("AvgPool1D", new AveragePooling1D(2)), ("MaxPool3D", new MaxPooling3D()), ("GlobalAvgPool2D", new GlobalAveragePooling2D()), ("GlobalMaxPool1D", new GlobalMaxPooling1D()),
            ("Convolution1D", new Conv1D(3, 2)), ("Convolution3DTranspose", new Conv3DTranspose(3, 2)), ("SeparableConvolution2D", new SeparableConv2D(3, 2)),
        })
        {
            Config config = LayerFunctions.Serialize(layer);
            config["class_name"] = alias;
            Assert.IsType(layer.GetType(), LayerFunctions.Deserialize(config));
        }
    }

    [Fact]
    public void SupportsMasking_IsKeras()
    {
        Layer[] yes = [new Dense(2), new Masking(), new Embedding(2, 3, maskZero: true), new Dropout(0.5), new Add(), new Dot(1), new GlobalAveragePooling1D(), new ELU()];
        Layer[] no = [new Conv1D(2, 2), new Embedding(2, 3), new Flatten(), new RMSNormalization(), new Lambda(x => x), new MaxPooling1D()];
        Assert.All(yes, layer => Assert.True(layer.SupportsMasking, layer.Name));
        Assert.All(no, layer => Assert.False(layer.SupportsMasking, layer.Name));
    }

    [Fact]
    public void Lambda_OutputShapeAndMask_AreTaken()
    {
        var layer = new Lambda(x => x[.., 0], outputShape: [2], mask: (_, mask) => mask);
        Assert.Equal("(None, 2)", layer.Apply(Keras.Input([3, 2])).Shape.ToString());
        Tensor masked = new MaskSource(Ops.Ones([2, 3], DType.Bool)).Apply(Steps);
        Tensor y = layer.Apply(masked);
        Assert.Equal([0, 1, 6, 7], y.ToArray<float>());
        Assert.NotNull(y.Mask);
        var both = new Lambda(call => [call.Inputs[0] + call.Inputs[1], call.Inputs[0] * 2]);
        Assert.Equal(2, both.ApplyMany([Steps, Steps]).Length);
    }

    [Fact]
    public void LeakyReLU_ConfigOfKeras2_IsRead()
    {
        LeakyReLU layer = LeakyReLU.FromConfig(new Config { ["name"] = "leaky", ["trainable"] = true, ["dtype"] = "float32", ["alpha"] = 0.25 });
        Assert.Equal("leaky", layer.Name);
        Assert.Equal([-0.25f, 2], layer.Apply(new float[] { -1, 2 }).ToArray<float>());
    }

    [Fact]
    public void UnknownSizes_PassThroughSymbolically()
    {
        Tensor sequence = Keras.Input([null, 2]), image = Keras.Input([null, null, 2]), volume = Keras.Input([null, 4, null, 2]);
        (Layer Layer, Tensor Input, string Shape)[] rows =
        [
            (new Cropping1D([1, 2]), sequence, "(None, None, 2)"),
            (new UpSampling2D([2, 3], interpolation: "bicubic"), image, "(None, None, None, 2)"),
            (new UpSampling3D(2), volume, "(None, None, 8, None, 2)"),
            (new ZeroPadding3D([1, 2, 3]), volume, "(None, None, 8, None, 2)"),
            (new MaxPooling1D(2, padding: "same"), sequence, "(None, None, 2)"),
            (new AdaptiveAveragePooling2D(3), image, "(None, 3, 3, 2)"),
            (new GlobalMaxPooling3D(keepdims: true), volume, "(None, 1, 1, 1, 2)"),
            (new GlobalAveragePooling1D(), sequence, "(None, 2)"),
            (new Conv3D(5, 2), volume, "(None, None, 3, None, 5)"),
            (new Conv2DTranspose(5, 3, strides: 2, padding: "same"), image, "(None, None, None, 5)"),
            (new SeparableConv1D(5, 3, padding: "same"), sequence, "(None, None, 5)"),
            (new GroupNormalization(2), image, "(None, None, None, 2)"),
            (new SpatialDropout1D(0.5), sequence, "(None, None, 2)"),
            (new GaussianNoise(0.5), image, "(None, None, None, 2)"),
            (new PReLU(sharedAxes: [1, 2]), image, "(None, None, None, 2)"),
            (new Masking(), sequence, "(None, None, 2)"),
            (new EinsumDense("...x,xy->...y", [4]), image, "(None, None, None, 4)"),
        ];
        Assert.All(rows, row => Assert.Equal($"{row.Layer.GetType().Name} {row.Shape}", $"{row.Layer.GetType().Name} {row.Layer.Apply(row.Input).Shape}"));
    }

    [Fact]
    public void LocallyConnected_AllImplementations_GiveTheSameNumbers()
    {
        Tensor x = Keras.Random.Normal([2, 5, 4, 3], seed: 1);
        var first = new LocallyConnected2D(2, [2, 3], strides: [2, 1]);
        Tensor expected = first.Apply(x);
        foreach (int implementation in new[] { 2, 3 })
        {
            var layer = new LocallyConnected2D(2, [2, 3], strides: [2, 1], implementation: implementation);
            layer.EnsureBuilt(x.Shape);
            layer.SetWeights(first.GetWeights());
            TensorAssert.Equal([expected], [layer.Apply(x)]);
        }
    }

    /// <summary>Where all places have the same kernel it is a convolution; with channels first the rows of a kernel run over the channels first.</summary>
    [Theory]
    [InlineData("channels_last", "valid")]
    [InlineData("channels_first", "valid")]
    [InlineData("channels_last", "same")]
    [InlineData("channels_first", "same")]
    public void LocallyConnected_EqualKernels_AreAConvolution(string format, string padding)
    {
        bool last = format == "channels_last";
        Tensor x = Keras.Random.Normal(last ? [2, 5, 6, 3] : [2, 3, 5, 6], seed: 1), kernel = Keras.Random.Normal([2, 3, 3, 4], seed: 2);
        var convolution = new Conv2D(4, [2, 3], strides: 2, padding: padding, dataFormat: format, useBias: false);
        convolution.EnsureBuilt(x.Shape);
        convolution.SetWeights([kernel]);
        var layer = new LocallyConnected2D(4, [2, 3], strides: 2, padding: padding, dataFormat: format, useBias: false, implementation: 2);
        layer.EnsureBuilt(x.Shape);
        Tensor rows = last ? kernel : Ops.Transpose(kernel, [2, 0, 1, 3]);
        int places = layer.Kernel!.Shape[0];
        layer.SetWeights([Ops.BroadcastTo(Ops.Reshape(rows, [1, 18, 4]), [places, 18, 4])]);
        TensorAssert.Near(convolution.Apply(x), layer.Apply(x), 1e-5);
    }

    /// <summary>After enough iterations the largest singular value of the kernel is 1, as the singular value decomposition finds it.</summary>
    [Fact]
    public void SpectralNormalization_ManyIterations_BringsTheNormTo1()
    {
        var inner = new Conv2D(4, 2);
        var layer = new SpectralNormalization(inner, powerIterations: 200);
        Tensor x = Keras.Random.Normal([1, 5, 5, 3], seed: 1);
        layer.Apply(x);
        inner.Kernel!.Assign(inner.Kernel.Value * 7);
        float[] before = inner.Kernel.Value.ToArray<float>();
        layer.Apply(x);
        Assert.Equal(before, inner.Kernel.Value.ToArray<float>());
        layer.Apply(x, training: true);
        float[] singular = Ops.Svd(Ops.Reshape(inner.Kernel.Value, [12, 4]), computeUv: false)[0].ToArray<float>();
        Assert.Equal(1, singular.Max(), 1e-4f);
    }

    [Fact]
    public void SpectralNormalization_KernelOfZeros_StaysZero()
    {
        var layer = new SpectralNormalization(new Dense(3, kernelInitializer: "zeros"));
        Tensor y = layer.Apply(Ops.Ones([2, 4]), training: true);
        Assert.All(y.ToArray<float>(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Wrapper_OfOnesOwn_SavesItsLayerAndUsesIt()
    {
        var layer = new Halved(new Dense(3, kernelInitializer: "ones", name: "inner"), name: "outer");
        Assert.Equal([2, 2, 2], layer.Apply(Ops.Ones([1, 4])).ToArray<float>());
        Assert.Equal(["outer/inner/kernel", "outer/inner/bias"], layer.Weights.Select(w => w.Path));
        var again = (Halved)LayerFunctions.Deserialize(LayerFunctions.Serialize(layer));
        Assert.Equal("inner", again.Layer.Name);
        Assert.Equal("outer", again.Name);
    }

    [Fact]
    public void ActivityRegularization_AddsItsPenaltyForEachSample()
    {
        var layer = new ActivityRegularization(0.5, 2);
        layer.Apply(new float[,] { { 1, -2 }, { 3, 0 } });
        Assert.Equal(((0.5 * 6) + (2 * 14)) / 2, layer.Losses.Single().ToArray<float>()[0], 1e-5);
    }
}

/// <summary>Half of what a layer gives.</summary>
[KerasSerializable("Tests", "Halved")]
internal sealed partial class Halved(Layer layer, string? name = null) : Wrapper(layer, name)
{
    protected override Tensor Call(Tensor inputs) => Layer.Apply(inputs) * 0.5;
}
