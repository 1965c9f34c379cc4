using System.CommandLine;
using KerasSharp;
using KerasSharp.Samples.Digits;
using KerasSharp.Saving;

// Trains the convolutional network of Keras's MNIST example and shows what it learned.
var data = new Option<DirectoryInfo?>("--data") { Description = "A directory with MNIST's IDX files, plain or gzipped. 85 % of the images train, the rest tests, where there is no training file." };
var mnist = new Option<bool>("--mnist") { Description = "Train on MNIST, downloaded once to ~/.keras/datasets." };
var epochs = new Option<int>("--epochs") { Description = "Passes over the training images.", DefaultValueFactory = _ => 6 };
var batch = new Option<int>("--batch-size") { Description = "Images a step.", DefaultValueFactory = _ => 128 };
var train = new Option<int>("--train") { Description = "Drawn training digits (without --data and --mnist).", DefaultValueFactory = _ => 12_000 };
var seed = new Option<int>("--seed") { Description = "Seed of the drawing, the first weights, the order and the dropout.", DefaultValueFactory = _ => 1 };
foreach (Option<int> option in new[] { epochs, batch, train })
{
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{result.Option.Name} must be at least 1.");
        }
    });
}

var command = new RootCommand("Trains a small convolutional network on handwritten digits: by default on digits that the library draws itself, with no file and no network.")
{
    data, mnist, epochs, batch, train, seed,
};
command.SetAction(result =>
{
    try
    {
        Keras.Utils.SetRandomSeed(result.GetValue(seed));
        DigitData digits = result.GetValue(data) is { } directory ? DigitData.FromDirectory(directory.FullName)
            : result.GetValue(mnist) ? DigitData.Mnist()
            : DigitData.Drawn(result.GetValue(train), result.GetValue(seed));
        DigitTraining.Run(digits, result.GetValue(epochs), result.GetValue(batch));
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or ModelFormatException or ArgumentException)
    {
        Console.Error.WriteLine($"error: {error.Message.ReplaceLineEndings(" ")}");
        return 1;
    }
});
return command.Parse(args).Invoke();
