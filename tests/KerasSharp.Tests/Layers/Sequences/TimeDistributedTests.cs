using KerasSharp.Layers;
using KerasSharp.Tests.Layers.Contracts;

namespace KerasSharp.Tests.Layers.Sequences;

/// <summary>A layer at each position of a sequence: all at once, or one after the other where samples are not treated alone.</summary>
public sealed class TimeDistributedTests
{
    private static readonly Tensor X = Tensor.From(Enumerable.Range(0, 3 * 4 * 5).Select(i => MathF.Sin(i)).ToArray(), [3, 4, 5]);

    [Fact]
    public void Call_AnyLayer_IsTheLayerAtEachPosition()
    {
        Layer[] layers = [new Dense(2, activation: "relu"), new LayerNormalization(), new Reshape([5, 1]), new OwnLayer(), new Sequential([new Dense(3), new OwnLayer()])];
        foreach (Layer layer in layers)
        {
            var all = new TimeDistributed(layer);
            Tensor output = all.Apply(X), compiled = Function.Compile(x => all.Apply(x))(X);
            Tensor expected = Ops.Stack([.. Enumerable.Range(0, 4).Select(t => layer.Apply(X[.., t]))], axis: 1);
            TensorAssert.Near(expected, output, 1e-5);
            TensorAssert.Near(expected, compiled, 1e-5);
        }
    }

    [Fact]
    public void BatchNormalization_InTraining_TakesTheStatisticsOfEachPositionInTurn()
    {
        var layer = new BatchNormalization(momentum: 0.5);
        var all = new TimeDistributed(layer);
        all.EnsureBuilt(X.Shape);
        var reference = new BatchNormalization(momentum: 0.5);
        Tensor[] steps = [.. Enumerable.Range(0, 4).Select(t => reference.Apply(X[.., t], training: true))];
        Tensor output = Function.Compile(x => all.Apply(x, training: true))(X);
        TensorAssert.Near(Ops.Stack(steps, axis: 1), output, 1e-5);
        for (int i = 0; i < 4; i++)
        {
            TensorAssert.Near(reference.Weights[i].Value, layer.Weights[i].Value, 1e-6);
        }
    }

    [Fact]
    public void Symbolic_UnknownTime_KeepsItUnknown()
    {
        Assert.Equal("(None, None, 2)", new TimeDistributed(new Dense(2)).Apply(Keras.Input([null, 5])).Shape.ToString());
        Assert.Equal("(None, 4, 3, 2)", new TimeDistributed(new Conv1D(2, 3)).Apply(Keras.Input([4, 5, 1])).Shape.ToString());
    }

    [Fact]
    public void Weights_GivenAsNumbers_AreTheFirst()
    {
        Tensor table = Tensor.From(Enumerable.Range(0, 6).Select(i => (float)i).ToArray(), [2, 3]);
        Assert.Equal([3f, 4f, 5f], new Embedding(2, 3, weights: table).Apply(Tensor.From(new[] { 1 })).ToArray<float>());
        var one = new Bidirectional(new GRU(2));
        Tensor expected = one.Apply(X);
        TensorAssert.Near(expected, new Bidirectional(new GRU(2), weights: one.GetWeights()).Apply(X), 1e-6);
    }

    [Fact]
    public void Mask_OverInnerPositions_ReachesTheLayer()
    {
        Tensor x = Tensor.From(Enumerable.Range(0, 2 * 3 * 4 * 2).Select(i => MathF.Cos(i)).ToArray(), [2, 3, 4, 2]);
        Tensor mask = Tensor.From(Enumerable.Range(0, 2 * 3 * 4).Select(i => i % 5 != 0).ToArray(), [2, 3, 4]);
        var lstm = new LSTM(3);
        Tensor output = new TimeDistributed(lstm).Apply(x, mask: mask);
        for (int t = 0; t < 3; t++)
        {
            TensorAssert.Near(lstm.Apply(x[.., t], mask: mask[.., t]), output[.., t], 1e-5);
        }
    }

    /// <summary>Subtracts the mean of the batch, so that samples are not alone.</summary>
    private sealed class OwnLayer : Layer
    {
        protected override Tensor Call(Tensor inputs) => inputs - Ops.Mean(inputs, axis: 0, keepdims: true);
    }
}
