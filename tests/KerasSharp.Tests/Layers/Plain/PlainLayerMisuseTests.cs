using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Layers.Plain;

/// <summary>What a caller may do wrong with the plain layers, and what the error says: what must hold, and what was received.</summary>
public sealed class PlainLayerMisuseTests
{
    private static readonly Dictionary<string, (Func<object?> Call, string[] Parts)> Table = new(StringComparer.Ordinal)
    {
        // core
        ["EinsumDense: equation"] = (() => new EinsumDense("ab,bc", [3]), ["[X],[Y]->[Z]", "equation=\"ab,bc\""]),
        ["EinsumDense: letters"] = (() => new EinsumDense("ab,bc->ad", [3]), ["'d' is not", "ab,bc->ad"]),
        ["EinsumDense: output shape"] = (() => new EinsumDense("abc,cd->abd", [3]), ["outputShape", "2 for", "(3,)"]),
        ["EinsumDense: bias"] = (() => new EinsumDense("ab,bc->ac", [3], biasAxes: "x"), ["biasAxes", "\"x\""]),
        ["EinsumDense: rank"] = (() => new EinsumDense("abc,cd->abd", [null, 3]).Apply(Zeros(4, 5)), ["EinsumDense 'einsum_dense", "axes \"abc\"", "(4, 5)"]),
        ["EinsumDense: sizes"] = (() => new EinsumDense("abc,cd->abd", [7, 3]).Apply(Zeros(4, 5, 6)), ["axis 'b'", "it is 5", "it is 7", "null"]),
        ["EinsumDense: rank of the addition"] = (() => new EinsumDense("ab,bc->ac", [3], loraRank: 0), ["loraRank must be at least 1", "loraRank=0"]),
        ["Masking: rank"] = (() => new Masking().Apply(Zeros(4)), ["rank 2 or more", "(4,)"]),
        ["Lambda: several"] = (() => new Lambda(x => x).Apply([Zeros(1), Zeros(1)]), ["one tensor", "2 tensors", "CallArguments"]),
        ["Lambda: saved"] = (() => new Lambda(x => x, name: "twice").GetConfig(), ["Lambda 'twice'", "[KerasSerializable", "weights alone"]),
        ["Lambda: loaded"] = (() => Lambda.FromConfig(new Config { ["name"] = "twice", ["function"] = "4wEAAAA" }), ["Lambda 'twice'", "Python function", "4wEAAAA", "registered class"]),
        ["TernaryDense: units"] = (() => new TernaryDense(0), ["units must be at least 1", "units=0"]),
        ["TernaryDense: threshold"] = (() => new TernaryDense(2, threshold: -1), ["threshold", "threshold=-1"]),
        ["TernaryDense: sizes"] = (() => Twice(new TernaryDense(2), Zeros(4, 5), Zeros(4, 6)), ["must be 5", "(4, 6)"]),
        ["ReversibleEmbedding: sizes"] = (() => new ReversibleEmbedding(0, 3), ["inputDim must be at least 1", "inputDim=0"]),
        ["ReversibleEmbedding: cap"] = (() => new ReversibleEmbedding(5, 3, logitSoftCap: 0), ["above 0", "logitSoftCap=0"]),
        ["ReversibleEmbedding: reverse"] = (() => new ReversibleEmbedding(5, 3).Reverse(Zeros(2, 4)), ["last axis of the input must be 3", "(2, 4)"]),
        ["Deserialize: no layer"] = (() => LayerFunctions.Deserialize(ObjectRegistry.Serialize(new Initializers.Zeros()).ToConfig()), ["must describe a layer", "Zeros"]),

        ["EnableLora: not built"] = (() => Call(() => new Dense(2, name: "d").EnableLora(2)), ["Dense 'd'", "not built", "Apply it"]),
        ["EnableLora: twice"] = (() => Call(() => Enabled().EnableLora(3)), ["already", "rank=3"]),
        ["EnableLora: rank"] = (() => Call(() => Enabled().EnableLora(0)), ["rank must be at least 1", "rank=0"]),
        ["Quantised"] = (() => new Embedding(2, 3, quantizationConfig: new Config { ["mode"] = "int8" }), ["Embedding", "int8", "not supported"]),

        // activations
        ["LeakyReLU"] = (() => new LeakyReLU(-0.1), ["negativeSlope", "negativeSlope=-0.1"]),
        ["ThresholdedReLU"] = (() => new ThresholdedReLU(-1), ["theta", "theta=-1"]),
        ["PReLU: batch axis"] = (() => new PReLU(sharedAxes: [0]), ["1 or more", "sharedAxes=(0)"]),
        ["PReLU: beyond"] = (() => new PReLU(sharedAxes: [3]).Apply(Zeros(2, 3)), ["axis 3", "(2, 3)", "from 1 to 1"]),

        // merging
        ["Subtract: three"] = (() => new Subtract().Apply([Zeros(2), Zeros(2), Zeros(2)]), ["two inputs", "Received: 3"]),
        ["Average: none"] = (() => new Average().Apply([]), ["one input or more", "Received: none"]),
        ["Maximum: shapes"] = (() => new Maximum().Apply([Zeros(2, 3), Zeros(2, 4)]), ["broadcast", "(2, 3), (2, 4)"]),
        ["Minimum: batch"] = (() => new Minimum().Apply([Zeros(2, 3), Zeros(1, 3)]), ["one batch size", "(2, 3), (1, 3)"]),
        ["Dot: batch axis"] = (() => new Dot(0), ["none of them 0", "axes=(0)"]),
        ["Dot: too many"] = (() => new Dot([1, 2, 3]), ["one axis or two", "axes=(1, 2, 3)"]),
        ["Dot: one input"] = (() => new Dot(1).Apply(Zeros(2, 3)), ["two inputs", "(2, 3)"]),
        ["Dot: sizes"] = (() => new Dot(1).Apply([Zeros(2, 3), Zeros(2, 4)]), ["equal sizes", "axis 1 is 3", "axis 1 is 4"]),
        ["Dot: axis"] = (() => new Dot(2).Apply([Zeros(2, 3), Zeros(2, 3)]), ["axes of the inputs", "axes=(2)", "rank 2"]),

        // reshaping
        ["Cropping1D: negative"] = (() => new Cropping1D([-1, 0]), ["0 or more", "cropping=(-1, 0)"]),
        ["Cropping2D: axes"] = (() => new Cropping2D([1, 1, 1]), ["2 axes", "cropping=(1, 1, 1)"]),
        ["Cropping3D: nothing left"] = (() => new Cropping3D(2).Apply(Zeros(1, 4, 5, 6, 1)), ["axis 1", "2 + 2", "(1, 4, 5, 6, 1)", "Crop less"]),
        ["Cropping2D: format"] = (() => new Cropping2D(1, "channels_middle"), ["channels_last", "channels_middle"]),
        ["ZeroPadding1D: three"] = (() => new ZeroPadding1D([1, 2, 3]), ["1 axis", "padding=(1, 2, 3)"]),
        ["ZeroPadding3D: rank"] = (() => new ZeroPadding3D().Apply(Zeros(2, 3, 4)), ["rank 5", "(2, 3, 4)"]),
        ["RepeatVector: n"] = (() => new RepeatVector(0), ["n must be at least 1", "n=0"]),
        ["RepeatVector: rank"] = (() => new RepeatVector(2).Apply(Zeros(2, 3, 4)), ["rank 2", "(2, 3, 4)"]),
        ["UpSampling1D: size"] = (() => new UpSampling1D(0), ["size must be at least 1", "size=0"]),
        ["UpSampling2D: interpolation"] = (() => new UpSampling2D(interpolation: "cubic"), ["\"bicubic\"", "interpolation=\"cubic\""]),
        ["UpSampling3D: sizes"] = (() => new UpSampling3D([2, 2]), ["3 of them", "size=(2, 2)"]),

        // pooling
        ["MaxPooling1D: size"] = (() => new MaxPooling1D(0), ["poolSize must be a number of at least 1", "poolSize=(0)"]),
        ["MaxPooling3D: strides"] = (() => new MaxPooling3D(2, [1, 1]), ["strides", "3 of them", "strides=(1, 1)"]),
        ["AveragePooling1D: padding"] = (() => new AveragePooling1D(2, padding: "causal"), ["\"valid\" or \"same\"", "padding=\"causal\""]),
        ["AveragePooling3D: rank"] = (() => new AveragePooling3D(2).Apply(Zeros(2, 3, 4)), ["rank 5", "(2, 3, 4)"]),
        ["MaxPooling1D: window"] = (() => new MaxPooling1D(4).Apply(Zeros(2, 3, 1)), ["window must fit", "spans 4", "(2, 3, 1)", "\"same\""]),
        ["GlobalMaxPooling3D: format"] = (() => new GlobalMaxPooling3D("last"), ["channels_last", "dataFormat=\"last\""]),
        ["AdaptiveMaxPooling2D: size"] = (() => new AdaptiveMaxPooling2D([2, 0]), ["outputSize", "outputSize=(2, 0)"]),

        // convolution
        ["Conv3D: groups"] = (() => new Conv3D(3, 2, groups: 2), ["groups must divide filters", "filters=3", "groups=2"]),
        ["Conv3D: strides and dilation"] = (() => new Conv3D(3, 2, strides: 2, dilationRate: 2), ["cannot both", "strides=(2, 2, 2)", "dilationRate=(2, 2, 2)"]),
        ["Conv3D: channels"] = (() => Twice(new Conv3D(3, 2), Zeros(1, 3, 3, 3, 2), Zeros(1, 3, 3, 3, 1)), ["must be 2", "(1, 3, 3, 3, 1)"]),
        ["Conv1D: unknown channels"] = (() => new Conv1D(3, 2).Apply(Keras.Input([5, null])), ["number of channels", "(None, 5, None)"]),
        ["Conv1DTranspose: filters"] = (() => new Conv1DTranspose(0, 2), ["filters must be at least 1", "filters=0"]),
        ["Conv2DTranspose: output padding"] = (() => new Conv2DTranspose(3, 2, strides: 2, outputPadding: 2), ["less than the stride", "outputPadding=(2, 2)", "strides=(2, 2)"]),
        ["Conv3DTranspose: padding"] = (() => new Conv3DTranspose(3, 2, padding: "causal"), ["\"valid\" or \"same\"", "padding=\"causal\""]),
        ["DepthwiseConv1D: multiplier"] = (() => new DepthwiseConv1D(2, depthMultiplier: 0), ["depthMultiplier must be at least 1", "depthMultiplier=0"]),
        ["SeparableConv2D: kernel"] = (() => new SeparableConv2D(2, [1, 2, 3]), ["kernelSize", "2 of them", "kernelSize=(1, 2, 3)"]),
        ["LocallyConnected1D: same"] = (() => new LocallyConnected1D(2, 2, padding: "same"), ["implementation 1", "padding=\"same\"", "implementation: 2"]),
        ["LocallyConnected2D: implementation"] = (() => new LocallyConnected2D(2, 2, implementation: 4), ["1, 2 or 3", "implementation=4"]),
        ["LocallyConnected1D: sizes"] = (() => new LocallyConnected1D(2, 2).Apply(Keras.Input([null, 3])), ["every size", "(None, None, 3)"]),

        // normalization
        ["GroupNormalization: groups"] = (() => new GroupNormalization(0), ["groups must be at least 1", "groups=0"]),
        ["GroupNormalization: axis"] = (() => new GroupNormalization(axis: 0), ["not be that of the batch", "axis=0"]),
        ["GroupNormalization: channels"] = (() => new GroupNormalization(3).Apply(Zeros(2, 4)), ["divisible by groups=3", "(2, 4)"]),
        ["SpectralNormalization: iterations"] = (() => new SpectralNormalization(new Dense(2), 0), ["powerIterations must be at least 1", "powerIterations=0"]),
        ["SpectralNormalization: no kernel"] = (() => new SpectralNormalization(new Flatten(name: "flat")).Apply(Zeros(2, 4)), ["kernel or embeddings", "Flatten 'flat'"]),
        ["LayerNormalization: axis"] = (() => new LayerNormalization(3).Apply(Zeros(2, 4)), ["axis=3", "rank 2"]),
        ["BatchNormalization: axis"] = (() => new BatchNormalization(3).Apply(Zeros(2, 4)), ["axis=3", "rank 2"]),
        ["BatchNormalization: channels"] = (() => Twice(new BatchNormalization(), Zeros(2, 4), Zeros(2, 5)), ["must be 4", "(2, 5)"]),
        ["RMSNormalization: axis"] = (() => new RMSNormalization(3).Apply(Zeros(2, 4)), ["axis=3", "rank 2"]),

        // regularization
        ["AlphaDropout"] = (() => new AlphaDropout(1.5), ["rate must be between 0 and 1", "rate=1.5"]),
        ["GaussianDropout"] = (() => new GaussianDropout(1), ["less than 1", "rate=1"]),
        ["GaussianNoise"] = (() => new GaussianNoise(-1), ["stddev", "stddev=-1"]),
        ["SpatialDropout1D"] = (() => new SpatialDropout1D(-0.5), ["rate must be between 0 and 1", "rate=-0.5"]),
        ["SpatialDropout2D: rank"] = (() => new SpatialDropout2D(0.5).Apply(Zeros(2, 3)), ["rank 4", "(2, 3)"]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Misuse_SaysWhatMustHoldAndWhatWasReceived(string name)
    {
        (Func<object?> call, string[] parts) = Table[name];
        Exception? error = Record.Exception(() => { _ = call(); });
        Assert.True(error is ArgumentException or InvalidOperationException or NotSupportedException or ModelFormatException, $"{error}");
        Assert.All(parts, part => Assert.Contains(part, error!.Message, StringComparison.Ordinal));
    }

    private static object? Call(Action action)
    {
        action();
        return null;
    }

    private static Dense Enabled()
    {
        var layer = new Dense(2, loraRank: 2);
        layer.Apply(Zeros(1, 3));
        return layer;
    }

    private static Tensor Zeros(params int[] sizes) => Ops.Zeros(sizes);

    private static Tensor Twice(Layer layer, Tensor first, Tensor second)
    {
        layer.Apply(first);
        return layer.Apply(second);
    }
}
