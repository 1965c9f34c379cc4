using System.Diagnostics;
using System.Globalization;
using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Optimizers.Schedules;
using KerasSharp.Saving;
using KerasSharp.Tests.Callbacks;
using KerasSharp.Utilities;

namespace KerasSharp.Tests.Saving;

/// <summary>Training for N epochs is training for N/2, saving, loading in another process, and training for the other N/2: the same bits in weights, optimizer, schedule and history.</summary>
[Collection(ProcessWide.Name)]
public sealed class ContinuedTrainingTests
{
    private const string Variable = "KERASSHARP_TEST_CONTINUED_TRAINING";
    private const int Epochs = 6, Samples = 37, Seed = 5;

    /// <summary>Models of each kind of state: schedules, slots, moving statistics, generators of random numbers at any depth, and parts that are frozen.</summary>
    private static string[] Names => ["mlp", "cnn", "text", "accumulated", "averaged", "scaled", "frozen"];

    private static Model Make(string name)
    {
        Model model = name switch
        {
            "cnn" => new Sequential([
                new InputLayer([6, 6, 1]), new RandomFlip("horizontal"), new Conv2D(3, 3, activation: "relu"), new SpatialDropout2D(0.3), new BatchNormalization(), new Flatten(), new GaussianNoise(0.1), new Dense(1)]),
            "text" => Text(),
            _ => new Sequential([new InputLayer([6, 6, 1]), new Flatten(), new Dense(7, activation: "tanh", name: "first"), new Dropout(0.4), new Dense(1)]),
        };
        if (name == "frozen")
        {
            ((Sequential)model).Layers[1].Trainable = false;
        }

        Optimizer optimizer = name switch
        {
            "cnn" => new SGD(new CosineDecay(0.05, 40), momentum: 0.9, nesterov: true, clipnorm: 1),
            "text" => new AdamW(0.01, weightDecay: 0.01),
            "accumulated" => new Adam(0.02, gradientAccumulationSteps: 2),
            "averaged" => new RMSprop(0.01, useEma: true, emaMomentum: 0.9, emaOverwriteFrequency: 4),
            "scaled" => new LossScaleOptimizer(new Adam(0.02), dynamicGrowthSteps: 7),
            "frozen" => new Nadam(0.02),
            _ => new Adam(new ExponentialDecay(0.05, 3, 0.9)),
        };
        model.Compile(optimizer, "mse", ["mae"]);
        return model;
    }

    private static Model Text()
    {
        Tensor input = Keras.Input([6, 6, 1]);
        Tensor x = new Reshape([6, 6]).Apply(input);
        x = new LSTM(4, dropout: 0.2, recurrentDropout: 0.2, returnSequences: true).Apply(x);
        x = new MultiHeadAttention(2, 3, dropout: 0.2).Apply([x, x]);
        var inner = new Sequential([new InputLayer([6, 4]), new AlphaDropout(0.2), new Dense(3)]);
        return new Model(input, new Dense(1).Apply(new GlobalAveragePooling1D().Apply(inner.Apply(x))));
    }

    private static History Train(Model model, int from, int to)
    {
        var random = new Random(2);
        var (x, y) = (new float[Samples, 6, 6, 1], new float[Samples, 1]);
        for (int i = 0; i < x.Length; i++)
        {
            x[i / 36, i / 6 % 6, i % 6, 0] = random.NextSingle();
        }

        for (int i = 0; i < Samples; i++)
        {
            y[i, 0] = random.NextSingle();
        }

        return model.Fit(x, y, batchSize: 8, epochs: to, initialEpoch: from, verbose: 0, validationSplit: 0.2);
    }

    /// <summary>Everything that the two ways must agree in, to the last bit.</summary>
    private static List<string> Outcome(Model model, History history)
    {
        static string Line(string name, IEnumerable<double> values) => $"{name} {string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}";
        List<string> lines = [.. model.Weights.Concat(model.Optimizer!.Variables).Select((v, i) => Line($"{i} {v.Shape}", v.Value.ToDoubles()))];
        lines.AddRange(history.Logs.Select(log => Line(log.Key, log.Value.TakeLast(Epochs / 2))));
        lines.Add(Line("rate", [model.Optimizer.LearningRate]));
        return lines;
    }

    [Fact]
    public async Task Fit_SavedAndLoadedInAnotherProcess_GoesOnToTheSameBits()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is null, "This is the child.");
        using var folder = new TemporaryFolder();
        var expected = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string name in Names)
        {
            Utils.SetRandomSeed(Seed);
            Model whole = Make(name);
            expected[name] = Outcome(whole, Train(whole, 0, Epochs));
            Utils.SetRandomSeed(Seed);
            Model half = Make(name);
            Train(half, 0, Epochs / 2);
            half.Save(folder[$"{name}.keras"]);
        }

        await RunChild(folder.Path, TestContext.Current.CancellationToken);
        Assert.All(Names, name => Assert.Equal(expected[name], File.ReadAllLines(folder[$"{name}.txt"])));
    }

    [Fact]
    public void Child_LoadsAndTrainsOn()
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(folder is null, "This is not the child.");
        foreach (string name in Names)
        {
            Utils.SetRandomSeed(Seed);
            Model model = Model.Load(Path.Combine(folder, $"{name}.keras"));
            File.WriteAllLines(Path.Combine(folder, $"{name}.txt"), Outcome(model, Train(model, Epochs / 2, Epochs)));
        }
    }

    [Fact]
    public void Load_RandomStateOfOtherLayers_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([new InputLayer([2]), new Dropout(0.5, name: "drop")]);
        model.Apply(new float[1, 2], training: true);
        model.SaveWeights(folder["m.weights.h5"]);
        var other = new Sequential([new InputLayer([2]), new Dropout(0.0, name: "drop")]);
        Assert.Contains("its 0 generators", Assert.Throws<ModelFormatException>(() => other.LoadWeights(folder["m.weights.h5"])).Message, StringComparison.Ordinal);
    }

    private static async Task RunChild(string folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ContinuedTrainingTests).Assembly.Location);
        }

        start.ArgumentList.Add("--filter-class");
        start.ArgumentList.Add(typeof(ContinuedTrainingTests).FullName!);
        start.Environment[Variable] = folder;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(stop);
        string output = await child.StandardOutput.ReadToEndAsync(stop);
        await child.WaitForExitAsync(stop);
        Assert.True(child.ExitCode == 0, $"The child ends with code {child.ExitCode}:{Environment.NewLine}{output}{await errors}");
    }
}
