using KerasSharp.Layers;
using KerasSharp.Metrics;
using KerasSharp.Optimizers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>Layers inside a layer: those in fields are found, built, trained and saved with it.</summary>
/// <param name="units">Size of the last axis, of input and output.</param>
/// <param name="rate">Part of the numbers that is dropped in training.</param>
public sealed class ResidualBlock(int units, double rate) : Layer
{
    private readonly Dense _inner = new(4 * units, activation: "gelu");
    private readonly Dense _outer = new(units);
    private readonly Dropout _dropout = new(rate);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => inputs + _dropout.Apply(_outer.Apply(_inner.Apply(inputs)));
}

/// <summary>A layer that adds to the loss and counts something while it is at it.</summary>
/// <param name="strength">Weight of the penalty.</param>
public sealed class SparsityPenalty(double strength) : Layer
{
    private readonly Mean _active = new(name: "active");

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        AddLoss(strength * Ops.Mean(Ops.Abs(inputs)));
        _active.UpdateState(Ops.Cast(Ops.Abs(inputs) > 0.01, DType.Float32));
        return inputs;
    }
}

/// <summary>The mean over the steps of a sequence, those that the mask leaves out left out.</summary>
public sealed class MaskedMean : Layer
{
    /// <summary>A mean.</summary>
    public MaskedMean() => SupportsMasking = true;

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        if (arguments.MaskOf(0) is not { } mask)
        {
            return [Ops.Mean(x, axis: 1)];
        }

        Tensor weights = Ops.ExpandDims(Ops.Cast(mask, x.DType), -1);
        return [Ops.Sum(x * weights, axis: 1) / Ops.Maximum(Ops.Sum(weights, axis: 1), 1)];
    }

    /// <summary>There are no steps left to mask.</summary>
    protected override Tensor? ComputeMask(CallArguments arguments, int index) => null;
}

/// <summary>A recurrent cell: the least there is to one.</summary>
/// <param name="units">Size of the state.</param>
public sealed class LeakyCell(int units) : RecurrentCell
{
    private Variable _kernel = null!, _leak = null!;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => [[units]];

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        _kernel = AddWeight("kernel", [input[^1], units]);
        _leak = AddWeight("leak", [units], initializer: "zeros");
    }

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training)
    {
        Tensor kept = Ops.Sigmoid(_leak);
        Tensor state = (kept * states[0]) + ((1 - kept) * Ops.MatMul(inputs, _kernel));
        return (state, [state]);
    }
}

/// <summary>The layers of this page in one model.</summary>
internal static class CustomLayers
{
    public static (double First, double Last, double Active) Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);
        var random = new Random(1);
        int[,] words = new int[256, 12];
        float[] labels = new float[256];
        for (int i = 0; i < 256; i++)
        {
            // Sequences of different lengths; 0 pads. The label says whether the word 1 occurs.
            for (int t = 0; t < 4 + (i % 8); t++)
            {
                words[i, t] = 1 + random.Next(20);
                labels[i] = words[i, t] == 1 ? 1 : labels[i];
            }
        }

        Tensor text = Keras.Input([12], dtype: DType.Int32);
        Tensor x = new Embedding(21, 8, maskZero: true).Apply(text);
        x = new RNN(new LeakyCell(8), returnSequences: true).Apply(x);
        x = new MaskedMean().Apply(x);
        x = new ResidualBlock(8, rate: 0.1).Apply(x);
        x = new SparsityPenalty(1e-3).Apply(x);
        var model = new Model(text, new Dense(1, activation: "sigmoid").Apply(x));
        model.Compile(optimizer: new Adam(0.02), loss: "binary_crossentropy", metrics: ["accuracy"]);
        Callbacks.History history = model.Fit(words, labels, epochs: 20, verbose: 0);
        output.WriteLine($"loss {history["loss"][0]:F3} -> {history["loss"][^1]:F3}, accuracy {history["accuracy"][^1]:F2}, active {history["active"][^1]:F2}");
        return (history["loss"][0], history["loss"][^1], history["active"][^1]);
    }
}
