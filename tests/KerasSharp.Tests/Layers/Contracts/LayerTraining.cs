using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Layers.Contracts;

/// <summary>Trains a layer between a factor before it and a dense layer behind it.</summary>
internal sealed class LayerTraining(LayerContract contract)
{
    private const int Steps = 12;

    public void Run()
    {
        Layer layer = contract.Make("float32");
        Tensor[] inputs = [.. contract.Inputs.Select(shape => Keras.Input(shape[1..], batchSize: shape[0], dtype: contract.IntegersBelow > 0 ? DType.Int32 : DType.Float32))];
        var factor = new Factor();
        Tensor[] scaled = contract.IntegersBelow > 0 ? inputs : [.. inputs.Select(x => factor.Apply(x))];
        Tensor y = layer.Invoke(new CallArguments(scaled) { IsList = contract.TakesList })[0];
        y = y.Rank > 2 ? new Flatten().Apply(y) : y.Rank == 1 ? new Reshape([1]).Apply(y) : y;
        var model = new Model(inputs, new Dense(2).Apply(y));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Variable weight = model.Weights[i];
            if (weight.Trainable && weight.Shape.Rank > 1)
            {
                weight.Assign(Spread(i + 10, weight.Shape));
            }
        }

        model.Compile(new Adam(0.01), "mse");
        DataInput x = inputs.Length == 1 ? contract.Sample()[0] : contract.Sample();
        Tensor target = Spread(99, Shape.Of(contract.Inputs[0][0], 2));
        Tensor[] before = [.. model.TrainableWeights.Select(w => w.Value)];
        double first = Loss(), last = first;
        for (int i = 0; i < Steps; i++)
        {
            model.TrainOnBatch(x, target);
        }

        last = Loss();
        Assert.True(double.IsFinite(last) && last < first, $"the loss went from {first} to {last}");
        for (int i = 0; i < before.Length; i++)
        {
            Variable weight = model.TrainableWeights[i];
            bool unmoved = !contract.PassesGradient && ReferenceEquals(weight, factor.Weights.FirstOrDefault());
            bool moved = !before[i].ToArray<float>().AsSpan().SequenceEqual(weight.Value.ToArray<float>());
            Assert.True(moved || unmoved || contract.Unused.Contains(weight.Name), $"training does not reach {weight.Path}");
        }

        double Loss() => model.Evaluate(x, target, batchSize: contract.Inputs[0][0], verbose: 0)["loss"];
    }

    private static Tensor Spread(int seed, Shape shape)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, (int)shape.Count).Select(_ => (random.NextSingle() - 0.5f) * 0.6f).ToArray(), shape);
    }

    /// <summary>Multiplies by one trained number, which moves where gradients arrive.</summary>
    private sealed class Factor : Layer
    {
        private Variable _factor = null!;

        protected override void Build(Shape input) => _factor = AddWeight("factor", [1], "ones");

        protected override Tensor Call(Tensor inputs) => inputs * _factor;
    }
}
