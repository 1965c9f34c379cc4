using System.CommandLine;
using System.CommandLine.Help;
using KerasSharp.Saving;

namespace KerasSharp.Tool;

/// <summary>The command line. What is wrong gets one line on the error stream; exit codes: 0 done, or both the same; 1 failed, or they differ; 2 wrong use.</summary>
internal static class ToolCommand
{
    public const int Done = 0, Failed = 1, WrongUse = 2;

    private const string Name = "kerassharp";

    /// <summary>Runs a command line.</summary>
    /// <param name="args">What stands behind the name of the program.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors and progress go.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        Command root = Root(error);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors is [var first, ..])
        {
            string name = parsed.CommandResult.Command == root ? Name : $"{Name} {parsed.CommandResult.Command.Name}";
            string message = parsed.UnmatchedTokens is [var token, ..] ? $"'{token}' is not known here." : first.Message;
            error.WriteLine($"error: {OneLine(message)} {name} --help says how it is used.");
            return WrongUse;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelFormatException or ArgumentException or InvalidOperationException or NotSupportedException or FormatException or OutOfMemoryException)
        {
            error.WriteLine($"error: {OneLine(e.Message)}");
            return e is WrongUseException ? WrongUse : Failed;
        }
    }

    /// <summary>The command itself. No <c>RootCommand</c>: that is called as the file that was started, which is another one in a checkout.</summary>
    private static Command Root(TextWriter error)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return new Command(Name, "Shows, runs, converts and compares models of Keras: .keras, .h5, .weights.h5 and other files of models and weights. Nothing in a file is run.")
        {
            InfoCommand.Make(), PredictCommand.Make(error), ConvertCommand.Make(error), DiffCommand.Make(error), help, new VersionOption(),
        };
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The command line asks for what does not go together.</summary>
internal sealed class WrongUseException(string message) : ArgumentException(message);
