using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Training;

[Collection(ProcessWide.Name)]
public sealed class WarningTests
{
    private sealed class Halve : Layer
    {
        protected override Tensor Call(Tensor inputs) => inputs * 0.5f;
    }

    private static (Sequential Model, Dense First) Trained()
    {
        var first = new Dense(3, name: "first");
        var model = new Sequential([new InputLayer([2]), first, new Dense(1, name: "last")], name: "net");
        model.Compile(new SGD(0.1), "mse");
        return (model, first);
    }

    private static void Fit(Sequential model, int samples = 4) => model.Fit(Ones(samples), new float[samples, 1], verbose: 0);

    private static float[,] Ones(int samples)
    {
        var x = new float[samples, 2];
        for (int i = 0; i < samples; i++)
        {
            (x[i, 0], x[i, 1]) = (1, 2);
        }

        return x;
    }

    [Fact]
    public void Mask_ThroughALayerWithoutSupport_WarnsOnce()
    {
        Tensor ids = Keras.Input([4], dtype: DType.Int32);
        Tensor embedded = new Embedding(5, 3, maskZero: true).Apply(ids);
        var layer = new Halve();
        string errors = Captured.Errors(() =>
        {
            Assert.Null(layer.Apply(embedded).Mask);
            layer.Apply(embedded);
        });
        Assert.Equal(1, Captured.Count(errors, "carries a mask"));
        Assert.Contains("Halve '", errors, StringComparison.Ordinal);
        Assert.Contains("SupportsMasking = true", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Mask_ThroughLayersThatUseIt_DoesNotWarn()
    {
        Tensor ids = Keras.Input([4], dtype: DType.Int32);
        Assert.Equal("", Captured.Errors(() =>
        {
            Tensor x = new Embedding(5, 4, maskZero: true).Apply(ids);
            x = new Bidirectional(new LSTM(2, returnSequences: true)).Apply(x);
            x = new LayerNormalization().Apply(new Dropout(0.1).Apply(x));
            x = new Add().Apply([x, new MultiHeadAttention(2, 2).Apply([x, x])]);
            x = new Dense(3, activation: "relu").Apply(x);
            Assert.NotNull(x.Mask);
            new LSTM(2).Apply(x);
        }));
    }

    [Fact]
    public void Freezing_AfterCompile_WarnsOnceAndHasNoEffectUntilCompiled()
    {
        (Sequential model, Dense first) = Trained();
        Fit(model);
        first.Trainable = false;
        float[] before = first.Kernel!.Value.ToArray<float>();
        string errors = Captured.Errors(() =>
        {
            Fit(model);
            Fit(model, samples: 5);
        });
        Assert.Equal(1, Captured.Count(errors, "Sequential 'net': Trainable has changed since Compile: 2 weights are trainable now, 4 were then"));
        Assert.NotEqual(before, first.Kernel.Value.ToArray<float>());

        model.Compile(new SGD(0.1), "mse");
        before = first.Kernel.Value.ToArray<float>();
        Assert.Equal("", Captured.Errors(() => Fit(model)));
        Assert.Equal(before, first.Kernel.Value.ToArray<float>());
    }

    [Fact]
    public void Unfreezing_AfterTraining_SaysToCompileAgain()
    {
        (Sequential model, Dense first) = Trained();
        first.Trainable = false;
        model.Compile(new SGD(0.1), "mse");
        Fit(model);
        first.Trainable = true;
        string message = Assert.Throws<InvalidOperationException>(() => Fit(model)).Message;
        Assert.Contains("4 trainable weights, where the optimizer was built for 2", message, StringComparison.Ordinal);
        Assert.Contains("'first/kernel'", message.Replace("net/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Call Compile again", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compiling_WithTheOptimizerOfOtherWeights_SaysToUseANewOne()
    {
        (Sequential model, Dense first) = Trained();
        Fit(model);
        var optimizer = model.Optimizer!;
        first.Trainable = false;
        model.Compile(optimizer, "mse");
        Assert.Equal("", Captured.Errors(() => Fit(model)));

        (Sequential other, _) = Trained();
        other.Compile(optimizer, "mse");
        Assert.Contains("with a new optimizer", Assert.Throws<InvalidOperationException>(() => Fit(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluating_AfterALayerIsAdded_UsesTheNewModel()
    {
        (Sequential model, _) = Trained();
        Fit(model);
        model.Evaluate(Ones(2), new float[2, 1], verbose: 0);
        model.Add(new Rescaling(0.0));
        Assert.Equal(0.0, model.Evaluate(Ones(2), new float[2, 1], verbose: 0).Loss);
    }

    [Fact]
    public void AddingALayer_AfterTraining_SaysToCompileAgain()
    {
        (Sequential model, _) = Trained();
        Fit(model);
        model.Add(new Dense(1));
        Assert.Contains("Call Compile again", Assert.Throws<InvalidOperationException>(() => Fit(model)).Message, StringComparison.Ordinal);
        model.Compile("sgd", "mse");
        Fit(model);
        Assert.Equal("(1, 1)", model.Predict(new float[1, 2]).Shape.ToString());
    }

    [Fact]
    public void Popping_AfterTraining_SaysToCompileAgain()
    {
        (Sequential model, _) = Trained();
        Fit(model);
        Assert.Equal("last", model.Pop().Name);
        Assert.Equal("(1, 3)", model.Predict(new float[1, 2]).Shape.ToString());
        Assert.Contains("Call Compile again", Assert.Throws<InvalidOperationException>(() => model.Fit(new float[2, 2], new float[2, 3], verbose: 0)).Message, StringComparison.Ordinal);
        model.Compile("sgd", "mse");
        model.Fit(new float[2, 2], new float[2, 3], verbose: 0);
    }
}
