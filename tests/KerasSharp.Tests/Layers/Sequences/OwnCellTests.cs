using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Sequences;

/// <summary>Cells that a user writes: the loop over them is their definition written out in C#, eagerly, compiled and unrolled, forward and backward.</summary>
public sealed class OwnCellTests
{
    private static readonly Tensor Mask = Tensor.From(new[,] { { true, false, true, true }, { false, false, true, false }, { true, true, true, true } });

    public static TheoryData<bool, bool, bool, bool, bool> Modes
    {
        get
        {
            var modes = new TheoryData<bool, bool, bool, bool, bool>();
            for (int bits = 0; bits < 32; bits++)
            {
                modes.Add((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
            }

            return modes;
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Layer_OverACellOfOnesOwn_FollowsTheDefinition(bool sequences, bool backwards, bool masked, bool zero, bool unroll)
    {
        var cell = new CountingCell(2);
        var layer = new RNN(cell, returnSequences: sequences, returnState: true, goBackwards: backwards, unroll: unroll, zeroOutputForMask: zero);
        Tensor x = Numbers(3, 4, 5);
        Tensor? mask = masked ? Mask : null;
        layer.EnsureBuilt(x.Shape);
        (Tensor[] expected, Tensor[] expectedGradients) = Differentiate(layer, x, t => Definition(cell, t, mask, sequences, backwards, zero));
        (Tensor[] eager, Tensor[] eagerGradients) = Differentiate(layer, x, t => Call(layer, t, mask));
        Tensor[] compiled = Function.Compile(
            inputs =>
            {
                (Tensor[] outputs, Tensor[] gradients) = Differentiate(layer, inputs[0], t => Call(layer, t, mask));
                return [.. outputs, .. gradients];
            }).Call(x);
        Close([.. expected, .. expectedGradients], [.. eager, .. eagerGradients]);
        Close([.. expected, .. expectedGradients], compiled);
    }

    [Fact]
    public void Symbolic_UnknownTime_KeepsItUnknown()
    {
        Tensor[] outputs = new RNN(new CountingCell(2), returnSequences: true, returnState: true).ApplyMany(Keras.Input([null, 5]));
        Assert.Equal(["(None, None, 2)", "(None, 2)", "(None, 1)"], outputs.Select(y => y.Shape.ToString()));
        outputs = new ConvLSTM2D(3, 2, padding: "same", returnSequences: true, returnState: true).ApplyMany(Keras.Input([null, null, 6, 2]));
        Assert.Equal(["(None, None, None, 6, 3)", "(None, None, 6, 3)", "(None, None, 6, 3)"], outputs.Select(y => y.Shape.ToString()));
    }

    [Fact]
    public void Cell_WithDropoutInside_DrawsAnewAtEachStepOfACompiledLoop()
    {
        var layer = new RNN(new DroppingCell(), returnSequences: true);
        Func<Tensor, Tensor> run = Function.Compile(x => layer.Apply(x, training: true));
        Tensor x = Ops.Ones([1, 64, 8]);
        float[] first = run(x).ToArray<float>(), second = run(x).ToArray<float>();
        Assert.Equal([0f, 2f], first.Distinct().Order());
        Assert.NotEqual(first, second);
        Assert.True(first.Chunk(8).Select(row => string.Join("", row)).Distinct().Count() > 32);
    }

    [Fact]
    public void GetInitialState_OfOnesOwn_IsWhereItStarts()
    {
        var layer = new RNN(new CountingCell(2, start: 10), returnState: true);
        Assert.Equal([14f, 14f], layer.ApplyMany(Ops.Zeros([2, 4, 5]))[2].ToArray<float>());
        Assert.Equal([4f], layer.ApplyMany(Ops.Zeros([1, 4, 5]), [Ops.Zeros([1, 2]), Ops.Zeros([1, 1])])[2].ToArray<float>());
    }

    [Fact]
    public void Model_WithACellOfOnesOwn_Trains()
    {
        Tensor inputs = Keras.Input([6, 5], batchSize: 3);
        var model = new Model(inputs, new RNN([new CountingCell(4), new LSTMCell(3)]).Apply(inputs));
        model.Compile("adam", "mse");
        Tensor x = Numbers(3, 6, 5), y = Numbers(3, 3);
        double before = model.Evaluate(x, y, verbose: 0)["loss"];
        model.Fit(x, y, epochs: 20, verbose: 0);
        Assert.True(model.Evaluate(x, y, verbose: 0)["loss"] < before);
    }

    private static Tensor[] Call(RNN layer, Tensor x, Tensor? mask) => layer.Invoke(new CallArguments(x) { Masks = mask is null ? null : [mask] });

    private static Tensor[] Definition(CountingCell cell, Tensor x, Tensor? mask, bool sequences, bool backwards, bool zero)
    {
        int batch = x.Shape[0];
        Tensor[] states = cell.GetInitialState(batch);
        Tensor previous = Ops.Zeros([batch, 2]);
        List<Tensor> all = [];
        foreach (int t in backwards ? Enumerable.Range(0, x.Shape[1]).Reverse() : Enumerable.Range(0, x.Shape[1]))
        {
            (Tensor y, Tensor[] next) = cell.Apply(x[.., t], states);
            if (mask is not null)
            {
                Tensor counts = Ops.Reshape(mask[.., t], Shape.Of(batch, 1));
                y = Ops.Where(counts, y, zero ? Ops.Zeros([batch, 2]) : previous);
                next = [.. next.Select((state, i) => Ops.Where(counts, state, states[i]))];
            }

            (previous, states) = (y, next);
            all.Add(y);
        }

        return [sequences ? Ops.Stack([.. all], axis: 1) : previous, .. states];
    }

    private static (Tensor[] Outputs, Tensor[] Gradients) Differentiate(RNN layer, Tensor x, Func<Tensor, Tensor[]> call)
    {
        using var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        Tensor[] outputs = call(x);
        Tensor loss = outputs.Select((y, i) => Ops.Sum(y * Numbers(y.Shape.ToArray()) * (i + 1f))).Aggregate((a, b) => a + b);
        return (outputs, [tape.Gradient(loss, x), .. tape.Gradient(loss, [.. layer.TrainableWeights])]);
    }

    private static Tensor Numbers(params int[] shape)
    {
        var random = new Random(shape.Length + shape[^1]);
        return Tensor.From(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (random.NextSingle() * 2) - 1).ToArray(), Shape.Of(shape));
    }

    private static void Close(Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Shape, actual[i].Shape);
            Assert.All(expected[i].ToArray<float>().Zip(actual[i].ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    /// <summary>A plain recurrence that also counts its steps: two states of different sizes, and an output that is neither.</summary>
    private sealed class CountingCell(int units, float start = 0) : RecurrentCell
    {
        private Variable _kernel = null!, _recurrent = null!;

        public override IReadOnlyList<Shape> StateSize => [[units], [1]];

        public override Tensor[] GetInitialState(int batchSize) => [Ops.Zeros([batchSize, units]), Ops.Full([batchSize, 1], start)];

        protected override void Build(Shape input)
        {
            _kernel = AddWeight("kernel", [input[^1], units]);
            _recurrent = AddWeight("recurrent", [units, units]);
        }

        protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training)
        {
            Tensor h = Ops.Tanh(Ops.MatMul(inputs, _kernel) + Ops.MatMul(states[0], _recurrent) + (states[1] * 0.1f));
            return (h * 2, [h, states[1] + 1]);
        }
    }

    private sealed class DroppingCell : RecurrentCell
    {
        private readonly Dropout _dropout = new(0.5);

        public override IReadOnlyList<Shape> StateSize => [[8]];

        protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training) => (_dropout.Apply(inputs), states);
    }
}
