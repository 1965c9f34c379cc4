using KerasSharp.Callbacks;
using KerasSharp.Layers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>Is a sentence friendly? From text to a probability: TextVectorization, Embedding, a pool and two dense layers.</summary>
internal static class TextClassifier
{
    public static (double Accuracy, float[] Probabilities) Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);
        (string[] texts, float[] labels) = TutorialData.Reviews(400, seed: 1);

        var vectorize = new TextVectorization(maxTokens: 1_000, outputSequenceLength: 12);
        vectorize.Adapt(texts);
        output.WriteLine($"vocabulary of {vectorize.VocabularySize()}: {string.Join(", ", vectorize.GetVocabulary()[..6])}, ...");

        Tensor text = Keras.Input([1], dtype: DType.String, name: "text");
        Tensor x = vectorize.Apply(text);
        x = new Embedding(vectorize.VocabularySize(), 16, maskZero: true).Apply(x);
        x = new GlobalAveragePooling1D().Apply(x);
        x = new Dense(16, activation: "relu").Apply(x);
        Tensor friendly = new Dense(1, activation: "sigmoid").Apply(x);
        var model = new Model(text, friendly);
        model.Compile(optimizer: "adam", loss: "binary_crossentropy", metrics: ["accuracy"]);
        History history = model.Fit(texts, labels, epochs: 30, validationSplit: 0.2, verbose: 0);
        Tensor probabilities = model.Predict(new[] { "What a lovely, lovely film!", "dull and far too long" });

        output.WriteLine($"validation accuracy {history["val_accuracy"][^1]:P1}");
        output.WriteLine(probabilities);
        return (history["val_accuracy"][^1], probabilities.ToArray<float>());
    }
}
