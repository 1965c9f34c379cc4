using KerasSharp.Callbacks;
using KerasSharp.Layers;

namespace KerasSharp.Tests.Training;

/// <summary>Models with layers that run on the host, over numbers as well as text: cut behind those, or not compiled.</summary>
public sealed class HostModelTests
{
    private static readonly Tensor Numbers = Tensor.From([1L, 2, 3, 4, 5, 6], [6, 1]);
    private static readonly float[,] Labels = { { 0 }, { 1 }, { 0 }, { 1 }, { 0 }, { 1 } };

    [Fact]
    public void Fit_HashOfNumbers_TrainsWhatStandsBehind()
    {
        Tensor x = Keras.Input([1], dtype: DType.Int64);
        Tensor y = new Dense(1, activation: "sigmoid").Apply(new Flatten().Apply(new Embedding(1000, 4).Apply(new Hashing(1000).Apply(x))));
        var model = new Model(x, y);
        model.Compile(new Optimizers.Adam(0.1), "binary_crossentropy");
        History history = model.Fit(Numbers, Labels, epochs: 50, batchSize: 4, verbose: 0);
        Assert.True(history["loss"][^1] < 0.2 * history["loss"][0]);
        float[] predicted = model.Predict(Numbers, batchSize: 4).ToArray<float>();
        Assert.Equal(Labels.Cast<float>(), predicted.Select(p => MathF.Round(p)));
        Assert.Equal(model.Apply(Numbers).ToArray<float>(), predicted, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(predicted[0], model.PredictOnBatch(Numbers[..1]).ToArray<float>()[0], tolerance: 1e-6);
    }

    [Fact]
    public void Fit_Eagerly_GivesTheSame()
    {
        double[] Losses(bool eagerly)
        {
            Utils.SetRandomSeed(5);
            Tensor x = Keras.Input([1], dtype: DType.Int64);
            var model = new Model(x, new Dense(1).Apply(new IntegerLookup(numOovIndices: 3, vocabulary: [1, 2], outputMode: "one_hot", oovMethod: "farmhash").Apply(x)));
            model.Compile("sgd", "mse", runEagerly: eagerly);
            return [.. model.Fit(Numbers, Labels, epochs: 3, batchSize: 4, shuffle: false, verbose: 0)["loss"]];
        }

        Assert.Equal(Losses(false), Losses(true), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Inputs_UsedBeforeAndBehindTheCut_ReachBoth()
    {
        Tensor x = Keras.Input([1], dtype: DType.Int64, name: "x"), other = Keras.Input([1], name: "other");
        var model = new Model([x, other], new Concatenate().Apply([Ops.Cast(new Hashing(7, outputMode: "one_hot").Apply(x), DType.Float32), Ops.Cast(x, DType.Float32), other]));
        float[] row = model.PredictMany(new List<Tensor> { Numbers, Ops.Cast(Numbers, DType.Float32) * 10 })[0][2].ToArray<float>();
        Assert.Equal(1, row[..7].Sum());
        Assert.Equal([3f, 30], row[7..]);
    }

    [Fact]
    public void Layers_BetweenTwoOnTheHost_RunBeforeTheCut()
    {
        Tensor text = Keras.Input([1], dtype: DType.String);
        Tensor number = new StringLookup(vocabulary: ["a", "b"]).Apply(text);
        var model = new Model(text, Ops.Cast(new Hashing(5).Apply(number + number), DType.Float32));
        long[] expected = new Hashing(5).Apply(Tensor.From([2L, 4, 0])).ToArray<long>();
        Assert.Equal(expected.Select(n => (float)n), model.Predict(new[,] { { "a" }, { "b" }, { "c" } }).ToArray<float>());
    }

    [Fact]
    public void Sequential_BuiltByItsData_KeepsWholeNumbersWhole()
    {
        var model = new Sequential([new Hashing(50, outputMode: "one_hot"), new Dense(1)]);
        model.Compile("sgd", "mse");
        model.Fit(Numbers, Labels, epochs: 1, verbose: 0);
        Assert.Equal("(6, 1)", model.Predict(Numbers).Shape.ToString());
    }

    [Fact]
    public void ModelClass_WithSuchALayer_RunsUncompiled()
    {
        var model = new Hasher();
        model.Compile("sgd", "mse");
        Assert.Single(model.Fit(Numbers, Labels, epochs: 1, verbose: 0)["loss"]);
        Assert.Equal("(6, 1)", model.Predict(Numbers).Shape.ToString());
    }

    [Fact]
    public void Fit_WeightsBeforeTheCut_SaysThatTheyAreNotReached()
    {
        Tensor x = Keras.Input([1]);
        Tensor bins = new Discretization([0]).Apply(new Dense(1, name: "early").Apply(x));
        var model = new Model(x, new Dense(1).Apply(new Hashing(4, outputMode: "one_hot").Apply(bins)));
        model.Compile("sgd", "mse");
        string message = Assert.Throws<InvalidOperationException>(() => model.Fit(new float[6, 1], Labels, verbose: 0)).Message;
        Assert.Contains("'early' has weights to train, which training does not reach", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SuchALayerByItself_SaysWhatToDo()
    {
        var layer = new Hashing(4, name: "h");
        string message = Assert.Throws<InvalidOperationException>(() => Function.Compile(x => [layer.Apply(x[0])]).Call(Numbers)).Message;
        Assert.Contains("Hashing 'h': it computes on the host", message, StringComparison.Ordinal);
    }

    private sealed class Hasher : Model
    {
        private readonly Hashing _hashing = new(20, outputMode: "one_hot");
        private readonly Dense _dense = new(1);

        protected override Tensor Call(Tensor inputs) => _dense.Apply(_hashing.Apply(inputs));
    }
}
