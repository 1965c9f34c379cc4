using System.CommandLine;
using System.Globalization;
using KerasSharp.Saving;

namespace KerasSharp.Samples.Digits;

/// <summary>The command line: what is wrong with it, or with the data it names, gets one line and exit code 1.</summary>
internal static class DigitsCommand
{
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Command(error).Parse(args);
        if (parsed.Errors is [var first, ..])
        {
            error.WriteLine($"error: {first.Message} --help lists the options.");
            return 1;
        }

        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    private static RootCommand Command(TextWriter error)
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "A directory with MNIST's IDX files, plain or gzipped. Without a training file 85 % of the images train, the rest tests." };
        var mnist = new Option<bool>("--mnist") { Description = "Train on MNIST, downloaded once to ~/.keras/datasets." };
        Option<int> epochs = Number("--epochs", "Passes over the training images.", otherwise: 6, least: 1);
        Option<int> batch = Number("--batch-size", "Images a step.", otherwise: 64, least: 1);
        Option<int> train = Number("--train", "Drawn training digits (without --data and --mnist).", otherwise: 12_000, least: 10);
        Option<int> seed = Number("--seed", "Seed of the drawing, the first weights, the order and the dropout.", otherwise: 1, least: 0);
        var command = new RootCommand("Trains a small convolutional network on handwritten digits: by default on digits that the library draws itself, with no file and no network.")
        {
            data, mnist, epochs, batch, train, seed,
        };
        command.SetAction(result =>
        {
            try
            {
                Utils.SetRandomSeed(result.GetValue(seed));
                DigitData digits = result.GetValue(data) is { } directory ? DigitData.FromDirectory(directory.FullName)
                    : result.GetValue(mnist) ? DigitData.Mnist()
                    : DigitData.Drawn(result.GetValue(train), result.GetValue(seed));
                DigitTraining.Run(digits, result.GetValue(epochs), result.GetValue(batch));
                return 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ModelFormatException or ArgumentException)
            {
                error.WriteLine($"error: {e.Message.ReplaceLineEndings(" ")}");
                return 1;
            }
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int otherwise, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            // Text that is no number at all is refused by the parser itself.
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out int value) && value < least)
            {
                result.AddError($"{name} must be at least {least}. Received: {value}.");
            }
        });
        return option;
    }
}
