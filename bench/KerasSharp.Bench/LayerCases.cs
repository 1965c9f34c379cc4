using KerasSharp.Layers;

namespace KerasSharp.Bench;

/// <summary>Representative layers of every family; <c>bench/peers/torch_layers.py</c> has the same ones under the same names.</summary>
internal static class LayerCases
{
    public static IEnumerable<LayerCase> All => [.. Core(), .. Convolutions(), .. Poolings(), .. Normalizations(), .. Sequences(), .. Regularizations(), .. Shapes(), .. Preprocessing()];

    private static IEnumerable<LayerCase> Core()
    {
        yield return new("Dense relu", () => new Dense(1024, activation: "relu"), [128, 1024]);
        yield return new("EinsumDense", () => new EinsumDense("abc,cde->abde", [128, 8, 64], biasAxes: "de"), [16, 128, 512]);
        yield return new("Embedding", () => new Embedding(20_000, 128), [32, 200]) { Below = 20_000 };
        yield return new("ReLU", () => new ReLU(), [32, 56, 56, 64]);
        yield return new("ELU", () => new ELU(), [32, 56, 56, 64]);
        yield return new("PReLU", () => new PReLU(sharedAxes: [1, 2]), [32, 56, 56, 64]);
        yield return new("gelu", () => new Activation("gelu"), [32, 128, 512]);
        yield return new("Softmax", () => new Softmax(), [32, 100, 1000]);
        yield return new("Rescaling", () => new Rescaling(1 / 127.5, -1.0), [32, 224, 224, 3]);
    }

    private static IEnumerable<LayerCase> Convolutions()
    {
        yield return new("Conv1D", () => new Conv1D(128, 3, padding: "same"), [32, 256, 64]);
        yield return new("Conv1D causal", () => new Conv1D(64, 3, padding: "causal", dilationRate: 4), [32, 256, 64]);
        yield return new("Conv2D", () => new Conv2D(64, 3, padding: "same"), [8, 56, 56, 64]);
        yield return new("Conv2D groups", () => new Conv2D(128, 3, padding: "same", groups: 32), [8, 28, 28, 128]);
        yield return new("Conv3D", () => new Conv3D(32, 3, padding: "same"), [2, 16, 32, 32, 16]);
        yield return new("Conv1DTranspose", () => new Conv1DTranspose(32, 4, strides: 2, padding: "same"), [16, 256, 64]);
        yield return new("Conv2DTranspose", () => new Conv2DTranspose(32, 4, strides: 2, padding: "same"), [8, 28, 28, 64]);
        yield return new("Conv3DTranspose", () => new Conv3DTranspose(16, 4, strides: 2, padding: "same"), [2, 8, 16, 16, 32]);
        yield return new("DepthwiseConv1D", () => new DepthwiseConv1D(7, padding: "same"), [8, 512, 128]);
        yield return new("DepthwiseConv2D", () => new DepthwiseConv2D(3, padding: "same"), [8, 56, 56, 128]);
        yield return new("SeparableConv2D", () => new SeparableConv2D(128, 3, padding: "same"), [8, 56, 56, 64]);
        yield return new("LocallyConnected2D", () => new LocallyConnected2D(16, 3), [8, 32, 32, 8]);
    }

    private static IEnumerable<LayerCase> Poolings()
    {
        yield return new("MaxPooling1D", () => new MaxPooling1D(2), [32, 1024, 64]);
        yield return new("MaxPooling2D", () => new MaxPooling2D(3, strides: 2, padding: "same"), [8, 112, 112, 64]);
        yield return new("MaxPooling3D", () => new MaxPooling3D(2), [4, 16, 32, 32, 32]);
        yield return new("AveragePooling1D", () => new AveragePooling1D(2), [32, 1024, 64]);
        yield return new("AveragePooling2D", () => new AveragePooling2D(2), [8, 112, 112, 64]);
        yield return new("AveragePooling3D", () => new AveragePooling3D(2), [4, 16, 32, 32, 32]);
        yield return new("GlobalAveragePooling2D", () => new GlobalAveragePooling2D(), [32, 14, 14, 512]);
        yield return new("GlobalMaxPooling2D", () => new GlobalMaxPooling2D(), [32, 14, 14, 512]);
        yield return new("AdaptiveAveragePooling2D", () => new AdaptiveAveragePooling2D(7), [8, 50, 50, 64]);
        yield return new("AdaptiveMaxPooling2D", () => new AdaptiveMaxPooling2D(7), [8, 50, 50, 64]);
    }

    private static IEnumerable<LayerCase> Normalizations()
    {
        yield return new("BatchNormalization", () => new BatchNormalization(), [32, 28, 28, 128]);
        yield return new("LayerNormalization", () => new LayerNormalization(), [32, 128, 512]);
        yield return new("GroupNormalization", () => new GroupNormalization(32), [8, 56, 56, 128]);
        yield return new("RMSNormalization", () => new RMSNormalization(), [32, 128, 512]);
        yield return new("UnitNormalization", () => new UnitNormalization(), [32, 128, 512]);
        yield return new("SpectralNormalization", () => new SpectralNormalization(new Dense(512)), [128, 512]);
    }

    private static IEnumerable<LayerCase> Sequences()
    {
        yield return new("LSTM", () => new LSTM(128, returnSequences: true), [32, 100, 64]);
        yield return new("GRU", () => new GRU(128, returnSequences: true), [32, 100, 64]);
        yield return new("SimpleRNN", () => new SimpleRNN(128, returnSequences: true), [32, 100, 64]);
        yield return new("Bidirectional LSTM", () => new Bidirectional(new LSTM(64, returnSequences: true)), [32, 100, 64]);
        yield return new("LSTM recurrent dropout", () => new LSTM(128, recurrentDropout: 0.2, returnSequences: true), [32, 100, 64]);
        yield return new("RNN of an own cell", () => new RNN(new LeakyCell(128), returnSequences: true), [32, 100, 64]);
        yield return new("ConvLSTM2D", () => new ConvLSTM2D(16, 3, padding: "same", returnSequences: true), [4, 8, 32, 32, 16]);
        yield return new("TimeDistributed Dense", () => new TimeDistributed(new Dense(256)), [32, 100, 128]);
        yield return new("MultiHeadAttention", () => new MultiHeadAttention(8, 32), [8, 128, 256]) { Call = Heads };
        yield return new("MultiHeadAttention causal", () => new MultiHeadAttention(8, 32), [8, 128, 256])
        {
            Call = (layer, x) => ((MultiHeadAttention)layer).Apply(x[0], x[0], training: true, useCausalMask: true),
        };
        yield return new("MultiHeadAttention dropout", () => new MultiHeadAttention(8, 32, dropout: 0.1), [8, 128, 256]) { Call = Heads };
        yield return new("GroupQueryAttention", () => new GroupQueryAttention(32, 8, 2), [8, 128, 256]) { Call = Heads };
        yield return new("Attention", () => new Attention(), [16, 128, 64], [16, 128, 64]);
        yield return new("AdditiveAttention", () => new AdditiveAttention(), [16, 64, 64], [16, 64, 64]);
    }

    private static IEnumerable<LayerCase> Regularizations()
    {
        yield return new("Dropout", () => new Dropout(0.5), [32, 128, 512]);
        yield return new("SpatialDropout2D", () => new SpatialDropout2D(0.5), [32, 28, 28, 128]);
        yield return new("AlphaDropout", () => new AlphaDropout(0.2), [32, 128, 512]);
        yield return new("GaussianNoise", () => new GaussianNoise(0.1), [32, 128, 512]);
    }

    private static IEnumerable<LayerCase> Shapes()
    {
        yield return new("UpSampling2D nearest", () => new UpSampling2D(2), [8, 28, 28, 64]);
        yield return new("UpSampling2D bilinear", () => new UpSampling2D(2, interpolation: "bilinear"), [8, 28, 28, 64]);
        yield return new("UpSampling3D", () => new UpSampling3D(2), [2, 8, 16, 16, 32]);
        yield return new("Cropping2D", () => new Cropping2D(4), [8, 56, 56, 64]);
        yield return new("ZeroPadding2D", () => new ZeroPadding2D(1), [8, 56, 56, 64]);
        yield return new("Permute", () => new Permute([2, 1]), [32, 128, 512]);
        yield return new("RepeatVector", () => new RepeatVector(32), [128, 512]);
        yield return new("Add", () => new Add(), [32, 128, 512], [32, 128, 512]);
        yield return new("Maximum", () => new Maximum(), [32, 128, 512], [32, 128, 512]);
        yield return new("Concatenate", () => new Concatenate(), [32, 128, 512], [32, 128, 512]);
        yield return new("Dot", () => new Dot(2), [32, 128, 64], [32, 128, 64]);
    }

    private static IEnumerable<LayerCase> Preprocessing()
    {
        yield return new("Resizing", () => new Resizing(224, 224), [8, 320, 256, 3]);
        yield return new("Resizing nearest", () => new Resizing(224, 224, interpolation: "nearest"), [8, 320, 256, 3]);
        yield return new("RandomFlip", () => new RandomFlip("horizontal"), [16, 128, 128, 3]);
        yield return new("RandomRotation", () => new RandomRotation(0.1), [16, 128, 128, 3]);
        yield return new("RandomBrightness", () => new RandomBrightness(0.2), [16, 128, 128, 3]);
        yield return new("RandomContrast", () => new RandomContrast(0.2), [16, 128, 128, 3]);
        yield return new("CategoryEncoding", () => new CategoryEncoding(1000), [256, 20]) { Below = 1000 };
    }

    private static Tensor Heads(Layer layer, Tensor[] x) => ((HeadAttention)layer).Apply(x[0], x[0], training: true);

    /// <summary>A cell that is not the library's, as users write them.</summary>
    private sealed class LeakyCell(int units) : RecurrentCell
    {
        private Variable _kernel = null!, _recurrent = null!, _leak = null!;

        public override IReadOnlyList<Shape> StateSize => [[units]];

        protected override void Build(Shape input)
        {
            _kernel = AddWeight("kernel", [input[^1], units]);
            _recurrent = AddWeight("recurrent_kernel", [units, units]);
            _leak = AddWeight("leak", [units], initializer: "zeros");
        }

        protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training)
        {
            Tensor kept = Ops.Sigmoid(_leak);
            Tensor state = (kept * states[0]) + ((1 - kept) * Ops.Tanh(Ops.MatMul(inputs, _kernel) + Ops.MatMul(states[0], _recurrent)));
            return (state, [state]);
        }
    }
}
