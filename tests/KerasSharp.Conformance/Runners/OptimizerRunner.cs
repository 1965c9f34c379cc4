using KerasSharp.Saving;

namespace KerasSharp.Conformance.Runners;

/// <summary>Optimizers: some steps along given gradients; the weights after each, the optimizer's own variables at the end.</summary>
internal static class OptimizerRunner
{
    public static void Run(ConformanceCase item)
    {
        Optimizer eager = CaseObjects.Make<Optimizer>(item, "keras.optimizers");
        Steps(item, eager, "eager", compiled: false);
        Steps(item, CaseObjects.Again<Optimizer>(item, "keras.optimizers"), "compiled", compiled: true);
    }

    private static void Steps(ConformanceCase item, Optimizer optimizer, string how, bool compiled)
    {
        Variable[] variables = [.. item.List("variables").Cast<Config>().Select((v, k) => new Variable(item.Tensor($"p0_{k}"), name: (string)v["name"]!) { Path = (string)v["path"]! })];
        optimizer.Build(variables);
        Func<Tensor[], Tensor[]> apply = gradients =>
        {
            optimizer.Apply(gradients, variables);
            return [optimizer.Iterations.Value];
        };
        if (compiled)
        {
            apply = Function.Compile(apply, item.Id).Call;
        }

        List<object?> rates = item.List("learning_rate_after_step");
        int count = (int)ConformanceCase.Number(item.Json["steps"]);
        for (int s = 1; s <= count; s++)
        {
            apply([.. variables.Select((_, k) => item.Tensor($"g{s}_{k}"))]);
            for (int k = 0; k < variables.Length; k++)
            {
                item.Expect($"p{s}_{k}", variables[k].Value, $"{how} step {s}");
            }

            if (s <= rates.Count && rates[s - 1] is not null && Math.Abs(optimizer.LearningRate - ConformanceCase.Number(rates[s - 1])) > 1e-6 * Math.Abs(ConformanceCase.Number(rates[s - 1])))
            {
                throw new CaseFailedException($"{how} step {s}: learning rate {optimizer.LearningRate:G9}, expected {ConformanceCase.Number(rates[s - 1]):G9}");
            }
        }

        State(item, optimizer, how);
        if (item.HasArray("final_0"))
        {
            optimizer.FinalizeVariableValues(variables);
            for (int k = 0; k < variables.Length; k++)
            {
                item.Expect($"final_{k}", variables[k].Value, $"{how} final");
            }
        }
    }

    private static void State(ConformanceCase item, Optimizer optimizer, string how)
    {
        List<object?> expected = item.List("optimizer_variables_after");
        string[] own = [.. optimizer.Variables.Select(v => v.Path)], theirs = [.. expected.Select(v => Unnumbered((string)((Config)v!)["path"]!, optimizer.Name))];
        if (!own.SequenceEqual(theirs))
        {
            int at = Enumerable.Range(0, Math.Max(own.Length, theirs.Length)).First(i => own.ElementAtOrDefault(i) != theirs.ElementAtOrDefault(i));
            throw new CaseFailedException($"{how}: variable {at} is {own.ElementAtOrDefault(at) ?? "missing"}, expected {theirs.ElementAtOrDefault(at) ?? "none"}");
        }

        for (int k = 0; k < own.Length; k++)
        {
            item.Expect($"ov{k}", optimizer.Variables[k].Value, $"{how} {own[k]}");
        }
    }

    /// <summary>A path without the number that Keras gave the optimizer, where the case was run again after others of its name.</summary>
    private static string Unnumbered(string path, string name)
    {
        string scope = path.Split('/')[0];
        return scope.StartsWith(name + "_", StringComparison.Ordinal) && int.TryParse(scope.AsSpan(name.Length + 1), out _) ? name + path[scope.Length..] : path;
    }
}
