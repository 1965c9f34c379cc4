using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Tests.Training;

namespace KerasSharp.Tests.Callbacks;

[Collection(ProcessWide.Name)]
public sealed class ModelCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A model whose loss at the end of each epoch is set by the test.</summary>
    private static Sequential Model(out float[,] x, out float[,] y)
    {
        var model = new Sequential([new InputLayer([1]), new Dense(1, useBias: false, kernelInitializer: "ones")]);
        model.Compile(new SGD(0.0), "mse", ["mae", "accuracy"]);
        (x, y) = (new float[6, 1], new float[6, 1]);
        return model;
    }

    private static string Fit(int epochs, params Callback[] callbacks)
    {
        Sequential model = Model(out float[,] x, out float[,] y);
        return Captured.Output(() => model.Fit(x, y, batchSize: 2, epochs: epochs, verbose: 0, callbacks: callbacks));
    }

    /// <summary>Gives logs the numbers of a list, one an epoch.</summary>
    private static LambdaCallback Logs(string name, params double[] values) => new(onEpochEnd: (epoch, logs) => logs[name] = values[epoch]);

    [Fact]
    public void Fit_NameWithFields_SavesAModelEachEpoch()
    {
        Fit(2, Logs("val_loss", 0.5, 0.12345), new ModelCheckpoint(_folder["sub/{epoch:02d}-{val_loss:.2f}.keras"]));
        Assert.Equal(["sub/01-0.50.keras", "sub/02-0.12.keras"], _folder.Files.Select(f => f.Replace('\\', '/')));
        Assert.IsType<Sequential>(KerasSharp.Model.Load(_folder["sub/02-0.12.keras"]));
    }

    [Fact]
    public void Fit_SaveWeightsOnly_SavesWeights()
    {
        Fit(1, new ModelCheckpoint(_folder["m.weights.h5"], saveWeightsOnly: true));
        Assert.Equal(["m.weights.h5"], _folder.Files);
        Model(out _, out _).LoadWeights(_folder["m.weights.h5"]);
    }

    [Fact]
    public void Fit_SaveBestOnly_SavesImprovementsAndSaysSoAsKeras()
    {
        string path = _folder["{epoch}.keras"];
        string said = Fit(4, Logs("val_loss", 0.5, 0.7, 0.5, 0.125), new ModelCheckpoint(path, saveBestOnly: true, verbose: 1));
        Assert.Equal(["1.keras", "4.keras"], _folder.Files);
        Assert.Equal(
            $"""

            Epoch 1: val_loss improved from None to 0.50000, saving model to {_folder["1.keras"]}

            Epoch 1: finished saving model to {_folder["1.keras"]}

            Epoch 2: val_loss did not improve from 0.50000

            Epoch 3: val_loss did not improve from 0.50000

            Epoch 4: val_loss improved from 0.50000 to 0.12500, saving model to {_folder["4.keras"]}

            Epoch 4: finished saving model to {_folder["4.keras"]}

            """.ReplaceLineEndings("\n"),
            said);
    }

    [Fact]
    public void Fit_Verbose_SaysWhatIsSaved() =>
        Assert.StartsWith($"\nEpoch 1: saving model to {_folder["m.keras"]}\n", Fit(1, new ModelCheckpoint(_folder["m.keras"], verbose: 1)), StringComparison.Ordinal);

    [Theory]
    [InlineData("max", "val_measure", "1,2")]
    [InlineData("min", "val_measure", "1,3")]
    [InlineData("auto", "val_accuracy", "1,2")]
    [InlineData("auto", "val_mae", "1,3")]
    [InlineData("auto", "other_loss", "1,3")]
    public void Fit_Mode_SaysWhichWayIsBetter(string mode, string monitor, string epochs)
    {
        Fit(3, Logs(monitor, 0.5, 0.6, 0.4), new ModelCheckpoint(_folder["{epoch}.keras"], monitor, saveBestOnly: true, mode: mode));
        Assert.Equal(epochs.Split(',').Select(epoch => $"{epoch}.keras"), _folder.Files);
    }

    [Fact]
    public void Fit_InitialValueThreshold_HasToBeBeaten()
    {
        Fit(3, Logs("val_loss", 0.5, 0.3, 0.1), new ModelCheckpoint(_folder["{epoch}.keras"], saveBestOnly: true, initialValueThreshold: 0.2));
        Assert.Equal(["3.keras"], _folder.Files);
    }

    [Fact]
    public void Fit_Twice_RemembersTheBest()
    {
        var checkpoint = new ModelCheckpoint(_folder["{epoch}.keras"], saveBestOnly: true);
        Fit(1, Logs("val_loss", 0.5), checkpoint);
        Fit(3, Logs("val_loss", 0.6, 0.7, 0.4), checkpoint);
        Assert.Equal(["1.keras", "3.keras"], _folder.Files);
    }

    [Fact]
    public void Fit_SaveFreqInBatches_SavesAcrossEpochs()
    {
        // 3 batches an epoch: batches 2, 4 = (2, 1) and 6 = (2, 3).
        Fit(2, new ModelCheckpoint(_folder["{epoch}-{batch}-{loss:.1f}.keras"], saveFreq: 2));
        Assert.Equal(["1-2-0.0.keras", "2-1-0.0.keras", "2-3-0.0.keras"], _folder.Files);
    }

    [Fact]
    public void Fit_SaveFreqWithSeveralStepsPerExecution_CountsBatches()
    {
        Sequential model = Model(out float[,] x, out float[,] y);
        model.Compile(new SGD(0.0), "mse", stepsPerExecution: 2);
        model.Fit(x, y, batchSize: 1, epochs: 1, verbose: 0, callbacks: [new ModelCheckpoint(_folder["{batch}.keras"], saveFreq: 3)]);
        Assert.Equal(["4.keras"], _folder.Files);
    }

    [Fact]
    public void Fit_SaveFreqInBatchesAndBestOnly_WatchesTheMeansSoFar()
    {
        Fit(1, new ModelCheckpoint(_folder["{batch}.keras"], monitor: "loss", saveBestOnly: true, saveFreq: 1));
        Assert.Equal(["1.keras"], _folder.Files);
    }

    [Fact]
    public void Fit_MeasureThatIsNotThere_WarnsAndSaves()
    {
        string errors = Captured.Errors(() => Fit(1, new ModelCheckpoint(_folder["m.keras"], monitor: "val_los", saveBestOnly: true), Logs("val_loss", 1)));
        Assert.Contains("'val_los' is not in the logs, which have: accuracy, loss, mae.", errors, StringComparison.Ordinal);
        Assert.Equal(["m.keras"], _folder.Files);
    }

    [Fact]
    public void Fit_FieldThatIsNotThere_SaysWhatIs()
    {
        var checkpoint = new ModelCheckpoint(_folder["{val_mae:.2f}.keras"]);
        string message = Assert.Throws<KeyNotFoundException>(() => Fit(1, checkpoint)).Message;
        Assert.Contains("must be among epoch, accuracy, loss, mae. Received: 'val_mae'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_DirectionThatNobodyKnows_AsksForAMode() =>
        Assert.Contains("Pass mode: \"max\"", Assert.Throws<ArgumentException>(() => Fit(1, Logs("measure", 1), new ModelCheckpoint(_folder["m.keras"], "measure", saveBestOnly: true))).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_FileThatIsAFolder_SaysSo()
    {
        Directory.CreateDirectory(_folder["m.keras"]);
        Assert.Contains("must not be a folder", Assert.Throws<IOException>(() => Fit(1, new ModelCheckpoint(_folder["m.keras"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WrongArguments_SayWhatMustHold()
    {
        Assert.Contains("\".weights.h5\", as only weights", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.keras", saveWeightsOnly: true)).Message, StringComparison.Ordinal);
        Assert.Contains("\".keras\" or \".h5\"", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.weights.h5")).Message, StringComparison.Ordinal);
        Assert.Contains("\".keras\" or \".h5\"", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.pb")).Message, StringComparison.Ordinal);
        Assert.Contains("not closed", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("{epoch.keras")).Message, StringComparison.Ordinal);
        Assert.Contains("mode=\"best\"", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.keras", mode: "best")).Message, StringComparison.Ordinal);
        Assert.Contains("saveFreq=0", Assert.Throws<ArgumentOutOfRangeException>(() => new ModelCheckpoint("m.keras", saveFreq: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("saveFreq=\"day\"", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("m.keras", saveFreq: "day")).Message, StringComparison.Ordinal);
    }
}
