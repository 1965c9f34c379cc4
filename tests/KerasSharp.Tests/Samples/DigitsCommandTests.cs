using KerasSharp.Samples.Digits;

namespace KerasSharp.Tests.Samples;

[Collection(ProcessWide.Name)]
public sealed class DigitsCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("keras-sharp-digits-");

    public void Dispose() => _directory.Delete(recursive: true);

    private static (int ExitCode, string Output, string Error) Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int exitCode = DigitsCommand.Run(args, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private static void IsRefused(string reason, params string[] args)
    {
        (int exitCode, _, string error) = Run(args);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Help_ListsTheOptions()
    {
        (int exitCode, string output, string error) = Run("--help");
        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.All(new[] { "--data", "--mnist", "--epochs", "--batch-size", "--train", "--seed" }, option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Data_MissingDirectory_IsOneLine() => IsRefused("there is no such directory", "--data", Path.Combine(_directory.FullName, "missing"));

    [Fact]
    public void Data_EmptyDirectory_IsOneLine() => IsRefused("no train-images-idx3-ubyte", "--data", _directory.FullName);

    [Theory]
    [InlineData("not at all an IDX file", "not an IDX file")]
    [InlineData("\0\0\b\u0003\0\0\u0027\u0010\0\0\0\u001c\0\0\0\u001c", "truncated")]
    public void Data_CorruptFile_IsOneLine(string content, string reason)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "t10k-images-idx3-ubyte"), content);
        File.WriteAllText(Path.Combine(_directory.FullName, "t10k-labels-idx1-ubyte"), content);
        IsRefused(reason, "--data", _directory.FullName);
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs must be at least 1. Received: 0.")]
    [InlineData("--epochs", "many", "many")]
    [InlineData("--seed", "-1", "--seed must be at least 0. Received: -1.")]
    [InlineData("--epoch", "3", "--epoch")]
    public void Options_Wrong_AreOneLine(string option, string value, string reason) => IsRefused(reason, option, value);
}
