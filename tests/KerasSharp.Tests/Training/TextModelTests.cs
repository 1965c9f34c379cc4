using KerasSharp.Layers;

namespace KerasSharp.Tests.Training;

/// <summary>Models that take text: it is read before the compiled steps, or within steps that are not compiled.</summary>
public sealed class TextModelTests
{
    private static readonly string[,] Texts = { { "good", "film" }, { "bad", "film" }, { "good", "plot" }, { "bad", "plot" } };
    private static readonly float[,] Labels = { { 1 }, { 0 }, { 1 }, { 0 } };

    [Fact]
    public void Fit_FunctionalWithTextAndNumbers_LearnsAndPredictsAlike()
    {
        Tensor text = Keras.Input([2], dtype: DType.String, name: "text"), number = Keras.Input([1], name: "number");
        Tensor y = new Dense(1, activation: "sigmoid").Apply(new Concatenate().Apply([new IsWord("good").Apply(text), number]));
        var model = new Model([text, number], y);
        model.Compile(new Optimizers.Adam(0.1), "binary_crossentropy");
        DataInput x = new Dictionary<string, DataInput> { ["number"] = new float[4, 1], ["text"] = Texts };
        double first = model.Evaluate(x, Labels, verbose: 0)["loss"];
        model.Fit(x, Labels, epochs: 60, batchSize: 3, verbose: 0);
        Assert.True(model.Evaluate(x, Labels, verbose: 0)["loss"] < Math.Min(first, 0.3));
        float[] predicted = model.Predict(x, batchSize: 2).ToArray<float>();
        Assert.Equal([true, false, true, false], predicted.Select(p => p > 0.5f));
        Tensor eager = model.ApplyMany([Texts, new float[4, 1]])[0];
        Assert.Equal(eager.ToArray<float>().Select(p => MathF.Round(p, 5)), predicted.Select(p => MathF.Round(p, 5)));
    }

    [Fact]
    public void Fit_SequentialBuiltByItsData_TakesText()
    {
        var model = new Sequential([new IsWord("good"), new Dense(1)]);
        model.Compile("sgd", "mse");
        model.Fit(Texts, Labels, epochs: 1, verbose: 0);
        Assert.Equal("(4, 1)", model.Predict(Texts).Shape.ToString());
        Assert.Equal("(1, 1)", model.PredictOnBatch(new[,] { { "bad", "plot" } }).Shape.ToString());
    }

    [Fact]
    public void Fit_ModelClassThatReadsTextItself_RunsUncompiled()
    {
        var model = new Reader();
        model.Compile("sgd", "mse");
        double first = model.Fit(Texts, Labels, epochs: 1, verbose: 0)["loss"][0], last = model.Fit(Texts, Labels, epochs: 20, verbose: 0)["loss"][^1];
        Assert.True(last < first);
        Assert.Equal("(4, 1)", model.Predict(Texts).Shape.ToString());
    }

    [Fact]
    public void Predict_TextOut_GivesText()
    {
        Tensor number = Keras.Input([1]);
        var model = new Model(number, new Names().Apply(number));
        Assert.Equal(["small", "large", "large"], model.Predict(new float[,] { { 1 }, { 7 }, { 9 } }, batchSize: 2).ToStrings());
    }

    [Fact]
    public void Fit_InnerModelTakesTextAndHasWeights_SaysThatTheyAreNotReached()
    {
        var inner = new Sequential([new InputLayer([2], dtype: DType.String), new IsWord("good"), new Dense(1)]);
        Tensor text = Keras.Input([2], dtype: DType.String);
        var model = new Model(text, inner.Apply(text));
        model.Compile("sgd", "mse");
        Assert.Equal("(4, 1)", model.Predict(Texts).Shape.ToString());
        Assert.Contains("does not reach", Assert.Throws<InvalidOperationException>(() => model.Fit(Texts, Labels, verbose: 0)).Message, StringComparison.Ordinal);
    }

    /// <summary>1 where the text is the word, else 0.</summary>
    private sealed class IsWord(string word) : Layer
    {
        protected override Tensor Call(Tensor inputs) => Ops.Cast(Ops.Equal(inputs, Tensor.From([word], Shape.Of(1))), DType.Float32);
    }

    private sealed class Names : Layer
    {
        protected override Tensor Call(Tensor inputs) => Ops.Take(new[] { "small", "large" }, Ops.Cast(inputs > 5, DType.Int32));
    }

    private sealed class Reader : Model
    {
        private readonly IsWord _word = new("good");
        private readonly Dense _dense = new(1);

        protected override Tensor Call(Tensor inputs) => _dense.Apply(_word.Apply(inputs));
    }
}
