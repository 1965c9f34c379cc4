using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Preprocessing;

/// <summary>Layers over numbers that learn from data, and encodings.</summary>
public sealed class AdaptTests
{
    [Fact]
    public void Normalization_InBatches_LearnsMeanAndVarianceOfAll()
    {
        var random = new Random(3);
        float[,] data = new float[50, 2];
        for (int i = 0; i < 50; i++)
        {
            (data[i, 0], data[i, 1]) = (random.NextSingle() * 10, random.NextSingle() - 5);
        }

        float[] first = [.. Enumerable.Range(0, 50).Select(i => data[i, 0])];
        double mean = first.Average(x => (double)x), variance = first.Average(x => (x - mean) * (x - mean));
        foreach (Action<Normalization> adapt in (Action<Normalization>[])[l => l.Adapt(data), l => l.Adapt(Dataset.FromTensorSlices(data).Batch(7)), l => l.Adapt(Dataset.FromTensorSlices(data))])
        {
            var layer = new Normalization();
            adapt(layer);
            Assert.Equal(mean, layer.Weights[0].Value.ToArray<float>()[0], tolerance: 1e-5);
            Assert.Equal(variance, layer.Weights[1].Value.ToArray<float>()[0], tolerance: 1e-4);
            float[] y = layer.Apply(data).ToArray<float>();
            Assert.Equal(0, Enumerable.Range(0, 50).Average(i => y[2 * i]), tolerance: 1e-5);
            var back = new Normalization(invert: true);
            adapt(back);
            Assert.Equal(data.Cast<float>(), back.Apply(layer.Apply(data)).ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Normalization_AdaptedAfterACompiledCall_ComputesWithWhatItLearnt()
    {
        var model = new Sequential([new InputLayer([1]), new Normalization()]);
        Assert.Equal([3f], model.Predict(new float[,] { { 3 } }).ToArray<float>());
        ((Normalization)model.Layers[0]).Adapt(new float[,] { { 1 }, { 5 } });
        Assert.Equal([0f], model.Predict(new float[,] { { 3 } }).ToArray<float>());
    }

    [Fact]
    public void Discretization_Learnt_FillsBinsEvenly()
    {
        float[] data = [.. Enumerable.Range(0, 1000).Select(i => (float)Math.Exp(i * 0.01))];
        var layer = new Discretization(numBins: 4);
        layer.Adapt(data);
        int[] bins = layer.Apply(data).ToArray<int>();
        Assert.All(Enumerable.Range(0, 4), bin => Assert.InRange(bins.Count(b => b == bin), 230, 270));
        var batches = new Discretization(numBins: 4);
        batches.Adapt(Dataset.FromTensorSlices(data).Batch(100));
        Assert.Equal(3, batches.BinBoundaries!.Count);
    }

    /// <summary>The example of Keras's documentation: four bins of eight numbers.</summary>
    [Fact]
    public void Discretization_OfKerasExample_HasItsBins()
    {
        float[,] data = { { -1.5f, 1.0f, 3.4f, 0.5f }, { 0.0f, 3.0f, 1.3f, 0.0f } };
        var layer = new Discretization(numBins: 4, epsilon: 0.01);
        layer.Adapt(data);
        Assert.Equal([0, 2, 3, 2, 1, 3, 3, 1], layer.Apply(data).ToArray<int>());
    }

    [Fact]
    public void Discretization_ConfigOfALearntLayer_HasItsBoundaries()
    {
        var layer = new Discretization(numBins: 2);
        layer.Adapt(new float[] { 1, 2, 3, 4 });
        var again = Discretization.FromConfig(layer.GetConfig());
        Assert.Equal(layer.BinBoundaries, again.BinBoundaries);
        Assert.Equal(layer.GetConfig().ToJson(), again.GetConfig().ToJson());
        Assert.Equal(["bin_boundaries", "num_bins", "epsilon", "output_mode", "sparse", "name", "dtype"], again.GetConfig().Keys);
    }

    [Theory]
    [InlineData("one_hot", "(2, 3, 4)")]
    [InlineData("multi_hot", "(2, 4)")]
    [InlineData("count", "(2, 4)")]
    public void CategoryEncoding_Symbolic_HasTheShapeOfNumbers(string mode, string expected)
    {
        var layer = new CategoryEncoding(4, mode);
        Assert.Equal(expected, layer.Apply(new[,] { { 0, 1, 1 }, { 3, 3, 3 } }).Shape.ToString());
        Assert.Equal(expected.Replace("(2", "(None", StringComparison.Ordinal), layer.Apply(Keras.Input([3], dtype: DType.Int32)).Shape.ToString());
        Assert.Equal("(4,)", layer.Apply(Tensor.From([2], Shape.Scalar)).Shape.ToString());
    }

    [Fact]
    public void CategoryEncoding_Weights_ReachTheGradient()
    {
        Tensor weights = new float[,] { { 1, 2, 4 } };
        using var tape = new GradientTape();
        tape.Watch(weights);
        Tensor counts = new CategoryEncoding(3, "count").Apply(new[,] { { 0, 2, 2 } }, weights);
        Assert.Equal([1f, 0, 6], counts.ToArray<float>());
        Assert.Equal([5f, 7, 7], tape.Gradient(Ops.Sum(counts * new float[] { 5, 6, 7 }), weights).ToArray<float>());
    }

    [Fact]
    public void Dataset_Slices_AreSamplesAndBatches()
    {
        Dataset samples = Dataset.FromTensorSlices((new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, new[] { "a", "b", "c" }));
        Assert.Equal(3, samples.Count);
        Assert.Equal(["(2,)", "(2,)", "(2,)"], samples.Select(e => e.X.Tensors[0].Shape.ToString()));
        Assert.Equal(["a", "b", "c"], samples.Select(e => e.Y!.Tensors[0].ToStrings()[0]));
        Assert.Equal(["(2, 2)", "(1, 2)"], samples.Batch(2).Select(e => e.X.Tensors[0].Shape.ToString()));
        Assert.Equal([5f, 6], samples.Batch(2).Last().X.Tensors[0].ToArray<float>());
        Assert.Equal(["a", "b"], Assert.Single(samples.Batch(2, dropRemainder: true)).Y!.Tensors[0].ToStrings());
        Assert.Contains("same number of samples", Assert.Throws<ShapeException>(() => Dataset.FromTensorSlices((new float[2], new float[3]))).Message, StringComparison.Ordinal);
        Assert.Contains("batches of 2 already", Assert.Throws<InvalidOperationException>(() => samples.Batch(2).Batch(3)).Message, StringComparison.Ordinal);
    }
}
