using KerasSharp.Optimizers;

namespace KerasSharp.Samples.Tutorial;

/// <summary>The model <c>y = a x + b</c>: a class of one's own with two variables.</summary>
public sealed class LinearModel : Model
{
    /// <summary>The slope.</summary>
    public Variable A { get; } = new(0f, name: "a");

    /// <summary>The value at 0.</summary>
    public Variable B { get; } = new(0f, name: "b");

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => (A * inputs) + B;
}

/// <summary>Finds a and b of noisy points, twice.</summary>
internal static class LinearModelProgram
{
    public const double TrueA = 3, TrueB = -1;

    public static ((double A, double B) Loop, (double A, double B) Fit) Run(TextWriter output)
    {
        Utils.SetRandomSeed(1);
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, 1_000).Select(_ => (2 * random.NextSingle()) - 1)];
        float[] y = [.. x.Select(value => (float)((TrueA * value) + TrueB + (0.1 * (random.NextDouble() - 0.5))))];

        (double, double) loop = TrainInALoop(x, y);
        output.WriteLine($"own loop: a = {loop.Item1:F3}, b = {loop.Item2:F3} (true: {TrueA}, {TrueB})");
        (double, double) fit = TrainWithFit(x, y);
        output.WriteLine($"Fit:      a = {fit.Item1:F3}, b = {fit.Item2:F3}");
        return (loop, fit);
    }

    /// <summary>The training step written out: predict, measure, differentiate, update.</summary>
    private static (double A, double B) TrainInALoop(Tensor x, Tensor y)
    {
        var model = new LinearModel();
        var optimizer = new SGD(learningRate: 0.5);
        for (int step = 0; step < 50; step++)
        {
            using var tape = new GradientTape();
            Tensor error = model.Apply(x, training: true) - y;
            Tensor loss = Ops.Mean(Ops.Square(error));
            optimizer.Apply(tape.Gradient(loss, model.TrainableVariables), model.TrainableVariables);
        }

        return ((double)model.A.Value, (double)model.B.Value);
    }

    /// <summary>The same with Keras's loop.</summary>
    private static (double A, double B) TrainWithFit(float[] x, float[] y)
    {
        var model = new LinearModel();
        model.Compile(optimizer: new SGD(learningRate: 0.1), loss: "mse");
        model.Fit(x, y, batchSize: 50, epochs: 10, verbose: 0);
        return ((double)model.A.Value, (double)model.B.Value);
    }
}
