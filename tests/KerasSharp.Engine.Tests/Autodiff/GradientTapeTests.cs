using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Autodiff;

public sealed class GradientTapeTests
{
    [Fact]
    public void Gradient_OfBroadcastOperand_SumsOverTheBroadcastAxes()
    {
        var random = new RandomTensors(1);
        Tensor x = random.Floats(3, 4), row = random.Floats(4);
        using var tape = new GradientTape();
        tape.Watch(row);
        Tensor gradient = tape.Gradient(Prim.ReduceSum(x * row), row);
        Assert.InRange(RandomTensors.Distance(gradient, Prim.ReduceSum(x, 0)), 0, 1e-6);
    }

    [Fact]
    public void Gradient_UnderAnOuterTape_GivesSecondDerivatives()
    {
        Tensor x = Prim.Full(0.7, [5], DType.Float64);
        using var outer = new GradientTape();
        outer.Watch(x);
        Tensor first;
        using (var inner = new GradientTape())
        {
            inner.Watch(x);
            first = inner.Gradient(Prim.ReduceSum(Prim.Sin(x)), x);
        }

        Tensor second = outer.Gradient(Prim.ReduceSum(first), x);
        Assert.All(RandomTensors.Values(second), value => Assert.Equal(-Math.Sin(0.7), value, 12));
    }

    [Fact]
    public void Gradient_AskedTwiceOfATapeThatIsNotPersistent_Throws()
    {
        Tensor x = Prim.Full(1, [2], DType.Float32);
        using var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = Prim.ReduceSum(x * x);
        tape.Gradient(y, x);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
        Assert.Contains("persistent: true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradient_OfAPersistentTape_MayBeAskedAgain()
    {
        Tensor x = Prim.Full(3, [2], DType.Float32);
        using var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        Tensor y = x * x, z = y * x;
        Assert.All(RandomTensors.Values(tape.Gradient(y, x)), v => Assert.Equal(6, v, 5));
        Assert.All(RandomTensors.Values(tape.Gradient(z, x)), v => Assert.Equal(27, v, 4));
    }

    [Fact]
    public void Gradient_WithRespectToWhatTheTargetDoesNotUse_IsZero()
    {
        Tensor x = Prim.Full(1, [2], DType.Float32), unused = Prim.Full(1, [3], DType.Float32);
        using var tape = new GradientTape();
        tape.Watch(x);
        tape.Watch(unused);
        Tensor[] gradients = tape.Gradient(Prim.ReduceSum(x), [x, unused]);
        Assert.All(RandomTensors.Values(gradients[1]), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Gradient_OfVariables_WatchesTrainableOnesOnly()
    {
        var trained = new Variable(Prim.Full(2, [2], DType.Float32));
        var frozen = new Variable(Prim.Full(2, [2], DType.Float32), trainable: false);
        using var tape = new GradientTape();
        Tensor y = Prim.ReduceSum(trained.Value * frozen.Value);
        Tensor?[] found = tape.GradientOrNull(y, [trained, frozen]);
        Assert.All(RandomTensors.Values(found[0]!), v => Assert.Equal(2, v));
        Assert.Null(found[1]);
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("log_softmax")]
    [InlineData("layer_norm")]
    [InlineData("batch_norm")]
    [InlineData("cross_entropy")]
    [InlineData("attention")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("simple_rnn")]
    public void StatedGradient_OfAComposite_IsThatOfItsDecomposition(string name)
    {
        var r = new RandomTensors(3);
        (Composite composite, Tensor[] inputs) = name switch
        {
            "softmax" => ((Composite)new Softmax(), new[] { r.Doubles(3, 5) }),
            "log_softmax" => (new LogSoftmax(), [r.Doubles(3, 5)]),
            "layer_norm" => (new LayerNorm(1e-3), [r.Doubles(3, 5), r.Doubles(5), r.Doubles(5)]),
            "batch_norm" => (new BatchNormTraining(1e-3), [r.Doubles(6, 5), r.Doubles(5), r.Doubles(5)]),
            "cross_entropy" => (new SparseSoftmaxCrossEntropy(), [r.Doubles(3, 5), r.Integers(5, 3)]),
            "attention" => (new ScaledDotProductAttention(0.5, true, false), [r.Doubles(2, 4, 2, 3), r.Doubles(2, 4, 2, 3), r.Doubles(2, 4, 2, 3)]),
            "gru" => (new Gru(true), [r.Doubles(2, 4, 3), r.Doubles(3, 6), r.Doubles(2, 6), r.Doubles(2, 6), r.Doubles(2, 2)]),
            "simple_rnn" => (new SimpleRnn(false), [r.Doubles(2, 4, 3), r.Doubles(3, 2), r.Doubles(2, 2), r.Doubles(2), r.Doubles(2, 2)]),
            _ => (new Lstm(false), [r.Doubles(2, 4, 3), r.Doubles(3, 8), r.Doubles(2, 8), r.Doubles(8), r.Doubles(2, 2), r.Doubles(2, 2)]),
        };
        Tensor cotangent = r.Doubles(Dispatch.Bind(composite, inputs)[0].Shape.ToArray());
        Tensor[] stated = Gradients(x => Dispatch.Bind(composite, x)[0], inputs, cotangent);
        Tensor[] derived = Gradients(x => composite.Decompose(x)[0], inputs, cotangent);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].DType.IsFloating())
            {
                Assert.InRange(RandomTensors.Distance(stated[i], derived[i]), 0, 1e-9);
            }
        }
    }

    private static Tensor[] Gradients(Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor cotangent)
    {
        using var tape = new GradientTape();
        Tensor[] watched = Array.ConvertAll(inputs, Prim.Identity);
        foreach (Tensor tensor in watched)
        {
            tape.Watch(tensor);
        }

        return tape.Gradient(function(watched), watched, cotangent);
    }
}
