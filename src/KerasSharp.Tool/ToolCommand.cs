using System.CommandLine;
using System.CommandLine.Help;
using KerasSharp.Saving;

namespace KerasSharp.Tool;

/// <summary>The command line. What is wrong gets one line on the error stream; exit codes: 0 done, or both the same; 1 failed, or they differ; 2 wrong use.</summary>
internal static class ToolCommand
{
    public const int Done = 0, Failed = 1, WrongUse = 2;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">What stands behind the name of the program.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where errors and progress go.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Root(error).Parse(args);
        if (parsed.Errors is [var first, ..])
        {
            string name = parsed.CommandResult.Command is RootCommand ? "kerassharp" : $"kerassharp {parsed.CommandResult.Command.Name}";
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

    private static RootCommand Root(TextWriter error)
    {
        var root = new RootCommand("Shows, runs, converts and compares models of Keras: .keras, .h5, .weights.h5 and other files of models and weights. Nothing in a file is run.")
        {
            InfoCommand.Make(), PredictCommand.Make(error), ConvertCommand.Make(error), DiffCommand.Make(error),
        };
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new HelpWithExamples(help);
            }
        }

        return root;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The command line asks for what does not go together.</summary>
internal sealed class WrongUseException(string message) : ArgumentException(message);
