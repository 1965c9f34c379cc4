using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace KerasSharp.Tool;

/// <summary>The help of a command, followed by examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["info"] = ["kerassharp info model.keras", "kerassharp info old.h5 --weights"],
        ["predict"] = ["kerassharp predict model.keras --input x.npy --output y.npy", "kerassharp predict model.keras --input inputs.npz --output outputs.npz --batch-size 256"],
        ["convert"] = ["kerassharp convert old.h5 --to keras", "kerassharp convert model.keras --to weights --output model.weights.h5 --force", "kerassharp convert model.keras --to safetensors"],
        ["diff"] = ["kerassharp diff before.keras after.keras", "kerassharp diff a.weights.h5 b.weights.h5 --tolerance 1e-6"],
    };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        IEnumerable<string> lines = Examples.TryGetValue(command.Name, out string[]? own) ? own : Examples.Values.Select(examples => examples[0]);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string line in lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes: 0 done, or both files hold the same; 1 failed, or they differ; 2 wrong use.");
        return code;
    }
}
