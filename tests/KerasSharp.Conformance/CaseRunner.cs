using KerasSharp.Conformance.Runners;

namespace KerasSharp.Conformance;

/// <summary>Runs cases, each by the runner of its kind. A kind without runner counts as failed: what is not there does not conform.</summary>
internal static class CaseRunner
{
    /// <summary>What a case of a kind is checked with; a runner throws where the case does not hold.</summary>
    private static readonly Dictionary<string, Action<ConformanceCase>> Runners = new(StringComparer.Ordinal)
    {
        ["model"] = ModelRunner.Run,
        ["op"] = OpRunner.Run,
        ["layer"] = LayerRunner.Run,
        ["activation"] = SimpleRunners.NamedFunction,
        ["constraint"] = SimpleRunners.Constraint,
        ["initializer"] = InitializerRunner.Run,
        ["loss"] = SimpleRunners.Loss,
        ["loss_fn"] = SimpleRunners.NamedFunction,
        ["metric"] = MetricRunner.Run,
        ["metric_fn"] = SimpleRunners.NamedFunction,
        ["optimizer"] = OptimizerRunner.Run,
        ["regularizer"] = SimpleRunners.Regularizer,
        ["schedule"] = SimpleRunners.Schedule,
    };

    /// <summary>Runs cases and prints the failing ones in their order.</summary>
    public static (int Passed, int Failed) RunAll(IReadOnlyList<string> folders, TextWriter output)
    {
        string?[] reasons = new string?[folders.Count];
        // Names are numbered globally and some kinds draw random numbers: cases run one after another.
        for (int i = 0; i < folders.Count; i++)
        {
            reasons[i] = KnownDisputes.Explain(Path.GetFileName(folders[i]), Run(folders[i]));
            if (reasons[i] is { } reason)
            {
                output.WriteLine($"FAIL {Path.GetFileName(folders[i])}: {reason}");
            }
        }

        int failed = reasons.Count(r => r is not null);
        return (folders.Count - failed, failed);
    }

    /// <summary>Runs one case; null where it holds, else the reason on one line.</summary>
    private static string? Run(string folder)
    {
        try
        {
            using ConformanceCase item = new(folder);
            if (!Runners.TryGetValue(item.Kind, out Action<ConformanceCase>? runner))
            {
                return $"cases of kind '{item.Kind}' cannot be run yet";
            }

            runner(item);
            return null;
        }
#pragma warning disable CA1031 // Whatever a case throws is its failure, and the others still have to run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            string message = e is CaseFailedException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            return message.ReplaceLineEndings(" ");
        }
    }
}
