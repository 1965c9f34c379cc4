using KerasSharp.Layers;

namespace KerasSharp.Bench;

/// <summary>Perceptron, small convolutional network, recurrent network, transformer.</summary>
internal static class BenchModels
{
    public static Model Mlp(int[] sizes, double dropout = 0)
    {
        var model = new Sequential([new InputLayer([sizes[0]])]);
        for (int i = 1; i < sizes.Length; i++)
        {
            bool last = i == sizes.Length - 1;
            model.Add(new Dense(sizes[i], activation: last ? null : "relu"));
            if (!last && dropout > 0)
            {
                model.Add(new Dropout(dropout));
            }
        }

        return model;
    }

    /// <summary>Keras's "Simple MNIST convnet".</summary>
    public static Model Cnn() => new Sequential([
        new InputLayer([28, 28, 1]),
        new Conv2D(32, kernelSize: 3, activation: "relu"),
        new MaxPooling2D(2),
        new Conv2D(64, kernelSize: 3, activation: "relu"),
        new MaxPooling2D(2),
        new Flatten(),
        new Dropout(0.5),
        new Dense(10),
    ]);

    /// <summary>Keras's IMDB example.</summary>
    public static Model BiLstm() => new Sequential([
        new InputLayer([200], dtype: DType.Int32),
        new Embedding(20_000, 128),
        new Bidirectional(new LSTM(64, returnSequences: true)),
        new Bidirectional(new LSTM(64)),
        new Dense(1),
    ]);

    /// <summary>Decoder-only transformer, normalisation first: 4 layers, width 256, 8 heads, vocabulary 8192.</summary>
    public static Model Gpt()
    {
        const int vocabulary = 8192, width = 256, heads = 8, layers = 4, length = 128;
        Tensor tokens = Keras.Input([length], dtype: DType.Int32);
        Tensor x = new TokenAndPosition(vocabulary, length, width).Apply(tokens);
        for (int i = 0; i < layers; i++)
        {
            Tensor n = new LayerNormalization(epsilon: 1e-5).Apply(x);
            x += new MultiHeadAttention(heads, width / heads).Apply(n, n, useCausalMask: true);
            Tensor h = new Dense(4 * width, activation: "gelu").Apply(new LayerNormalization(epsilon: 1e-5).Apply(x));
            x += new Dense(width).Apply(h);
        }

        x = new LayerNormalization(epsilon: 1e-5).Apply(x);
        return new Model(tokens, new Dense(vocabulary).Apply(x));
    }

    /// <summary>The sum of a learnt vector for the token and one for its place.</summary>
    private sealed class TokenAndPosition(int vocabulary, int length, int width) : Layer
    {
        private readonly Embedding _tokens = new(vocabulary, width);
        private Variable? _positions;

        protected override void Build(Shape input) => _positions = AddWeight("positions", [length, width], initializer: "uniform");

        protected override Tensor Call(Tensor inputs) => _tokens.Apply(inputs) + _positions!;
    }
}
