using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Optimizers.Schedules;
using KerasSharp.Saving;
using KerasSharp.Tests.Training;
using KerasSharp.Utilities;

namespace KerasSharp.Tests.Callbacks;

[Collection(ProcessWide.Name)]
public sealed class BackupAndRestoreTests : IDisposable
{
    private const int Epochs = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private sealed class Interruption : Exception;

    private static Sequential Model(Optimizer? optimizer = null)
    {
        var model = new Sequential([new InputLayer([3]), new Dense(5, activation: "tanh"), new Dropout(0.4), new BatchNormalization(), new Dense(1)]);
        model.Compile(optimizer ?? new Adam(new ExponentialDecay(0.05, 3, 0.9)), "mse", ["mae"]);
        return model;
    }

    private static (float[,] X, float[,] Y) Data()
    {
        var random = new Random(3);
        var (x, y) = (new float[11, 3], new float[11, 1]);
        for (int i = 0; i < 11; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2], y[i, 0]) = (random.NextSingle(), random.NextSingle(), random.NextSingle(), random.NextSingle());
        }

        return (x, y);
    }

    private static History Fit(Sequential model, int? stepsPerEpoch = null, params Callback[] callbacks)
    {
        (float[,] x, float[,] y) = Data();
        return model.Fit(x, y, batchSize: 2, epochs: Epochs, stepsPerEpoch: stepsPerEpoch, verbose: 0, callbacks: callbacks, validationSplit: 0.2);
    }

    private static float[][] Weights(Sequential model) => [.. model.GetWeights().Concat(model.Optimizer!.Variables.Select(v => v.Value)).Select(w => w.ToDoubles().Select(d => (float)d).ToArray())];

    /// <summary>Training that nothing interrupts, and training that is interrupted after a number of batches and goes on in another model, which draws from the global generators in between.</summary>
    private void GoesOnToTheSameBits(SaveFrequency frequency, int batches, int? stepsPerEpoch = null, Func<Optimizer>? optimizer = null)
    {
        Utils.SetRandomSeed(8);
        Sequential whole = Model(optimizer?.Invoke());
        History expected = Fit(whole, stepsPerEpoch);

        Utils.SetRandomSeed(8);
        Sequential first = Model(optimizer?.Invoke());
        int seen = 0;
        var interrupt = new LambdaCallback(onTrainBatchBegin: (_, _) => seen += seen == batches ? throw new Interruption() : 1);
        Assert.Throws<Interruption>(() => Fit(first, stepsPerEpoch, new BackupAndRestore(_folder["backup"], frequency), interrupt));

        Utils.SetRandomSeed(9);
        Sequential second = Model(optimizer?.Invoke());
        History rest = Fit(second, stepsPerEpoch, new BackupAndRestore(_folder["backup"], frequency));
        Assert.Equal(Weights(whole), Weights(second));
        foreach (string name in new[] { "loss", "mae", "val_loss", "val_mae" })
        {
            Assert.Equal(expected[name].TakeLast(rest.Epoch.Count), rest[name]);
        }

        Assert.Equal(Enumerable.Range(0, Epochs).TakeLast(rest.Epoch.Count), rest.Epoch);
        Assert.False(Directory.Exists(_folder["backup"]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(15)]
    public void Fit_InterruptedAfterBatches_GoesOnFromTheLastEpoch(int batches) => GoesOnToTheSameBits("epoch", batches);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 5)]
    [InlineData(3, 9)]
    [InlineData(2, 14)]
    public void Fit_InterruptedWithinAnEpoch_GoesOnFromTheBatch(int frequency, int batches) => GoesOnToTheSameBits(frequency, batches);

    [Theory]
    [InlineData("epoch", 5)]
    [InlineData("3", 5)]
    public void Fit_WithStepsPerEpoch_GoesOnWithinThePassOverTheData(string frequency, int batches) =>
        GoesOnToTheSameBits(frequency == "epoch" ? frequency : int.Parse(frequency, System.Globalization.CultureInfo.InvariantCulture), batches, stepsPerEpoch: 2);

    [Fact]
    public void Fit_OtherOptimizers_GoOnToTheSameBits()
    {
        GoesOnToTheSameBits(2, 9, optimizer: () => new SGD(0.1, momentum: 0.9, nesterov: true, gradientAccumulationSteps: 2));
        GoesOnToTheSameBits(2, 9, optimizer: () => new RMSprop(0.01, useEma: true, emaMomentum: 0.9));
    }

    [Fact]
    public void Fit_ThatEnds_KeepsTheBackupWhereAsked()
    {
        Sequential model = Model();
        Fit(model, callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false));
        Assert.Equal(["backup/latest.weights.h5", "backup/training_metadata.json"], _folder.Files.Select(f => f.Replace('\\', '/')));
        Config metadata = Config.FromJson(File.ReadAllText(_folder["backup/training_metadata.json"]));
        Assert.Equal(4L, metadata["epoch"]);
        Assert.Equal(0L, metadata["batch"]);

        // The next training finds that nothing is left to do.
        Assert.Empty(Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"])).Epoch);
    }

    [Fact]
    public void Delete_OtherFilesInTheFolder_StayThere()
    {
        Directory.CreateDirectory(_folder["backup"]);
        File.WriteAllText(_folder["backup/notes.txt"], "mine");
        Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"]));
        Assert.Equal(["notes.txt"], _folder.Files.Select(Path.GetFileName));
    }

    [Fact]
    public void Fit_DamagedBackup_IsRefusedOrTheOneBeforeIsTaken()
    {
        string weights = _folder["backup/latest.weights.h5"];
        Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], doubleCheckpoint: true, deleteCheckpoint: false));
        Assert.Equal(4, _folder.Files.Length);
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..100]);
        string errors = Captured.Errors(() => Assert.Equal([3], Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false)).Epoch));
        Assert.Contains("the one before is restored", errors, StringComparison.Ordinal);

        File.Delete(weights + ".bkp");
        File.Delete(_folder["backup/training_metadata.json.bkp"]);
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..100]);
        Assert.Throws<ModelFormatException>(() => Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"])));
    }

    [Fact]
    public void Fit_CrashBetweenTheTwoFiles_FinishesTheExchange()
    {
        Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false));
        string weights = _folder["backup/latest.weights.h5"], metadata = _folder["backup/training_metadata.json"], old = File.ReadAllText(metadata);

        // The new weights stand in place, the metadata not yet.
        File.Move(metadata, _folder["backup/next.training_metadata.json"]);
        File.WriteAllText(metadata, old.Replace("\"epoch\": 4", "\"epoch\": 2", StringComparison.Ordinal));
        Assert.Empty(Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false)).Epoch);

        // New weights were written, metadata not: they do not count.
        File.WriteAllText(_folder["backup/next.latest.weights.h5"], "half");
        Assert.Empty(Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false)).Epoch);
        Assert.True(File.Exists(weights));
    }

    [Theory]
    [InlineData("{}", "'epoch'")]
    [InlineData("[1]", "JSON object")]
    [InlineData("{\"epoch\": -1}", "'epoch'")]
    [InlineData("{\"epoch\": 1, \"generators\": [[1, 2]]}", "generators of random numbers")]
    [InlineData("{\"epoch\": 1, \"batch\": 0, \"order\": [1, 2]}", "'order'")]
    [InlineData("{\"epoch\": 1, \"batch\": 0, \"order\": [1, 2, 99]}", "on other data")]
    [InlineData("{\"epoch\": 1, \"batch\": 1, \"order\": [1, 2, 3], \"measures\": [[1]]}", "on other data")]
    public void Fit_MetadataThatIsWrong_IsRefused(string json, string part)
    {
        Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false));
        File.WriteAllText(_folder["backup/training_metadata.json"], json);
        Assert.Contains(part, Assert.Throws<ModelFormatException>(() => Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MetadataOfKeras_BeginsWithItsEpoch()
    {
        Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"], deleteCheckpoint: false));
        File.WriteAllText(_folder["backup/training_metadata.json"], "{\"epoch\": 2, \"batch\": 0}");
        Assert.Equal([2, 3], Fit(Model(), callbacks: new BackupAndRestore(_folder["backup"])).Epoch);
    }

    [Fact]
    public void Constructor_NoFolder_SaysSo() => Assert.Contains("backupDir=\"\"", Assert.Throws<ArgumentException>(() => new BackupAndRestore("")).Message, StringComparison.Ordinal);
}
