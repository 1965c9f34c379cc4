using KerasSharp.Metrics;
using KerasSharp.Saving;

namespace KerasSharp.Conformance.Runners;

/// <summary>Metrics: fed step by step, eagerly and by one compiled step each; the result after each, the state at the end, the result after a reset.</summary>
internal static class MetricRunner
{
    public static void Run(ConformanceCase item)
    {
        Metric metric = CaseObjects.Make<Metric>(item, "keras.metrics");
        Steps(item, metric, Update(metric), "eager");
        Metric again = CaseObjects.Again<Metric>(item, "keras.metrics");
        Steps(item, again, Function.Compile(Update(again)).Call, "compiled");
    }

    private static Func<Tensor[], Tensor[]> Update(Metric metric) => x =>
    {
        // A sample weight comes last, after a marker of its own: an argument list has two tensors for labels and predictions, or one for values.
        bool takesValues = metric is Mean or Sum;
        int count = takesValues ? 1 : 2;
        Tensor? weight = x.Length > count ? x[count] : null;
        if (metric is Mean mean)
        {
            mean.UpdateState(x[0], weight);
        }
        else if (metric is Sum sum)
        {
            sum.UpdateState(x[0], weight);
        }
        else
        {
            metric.UpdateState(x[0], x[1], weight);
        }

        return [metric.Result()];
    };

    private static void Steps(ConformanceCase item, Metric metric, Func<Tensor[], Tensor[]> update, string how)
    {
        List<object?> steps = item.List("steps");
        for (int s = 0; s < steps.Count; s++)
        {
            var step = (Config)steps[s]!;
            Tensor[] arguments = [.. ((List<object?>)step["args"]!).Append(step["sample_weight"]).Select(node => item.Argument(node)).OfType<Tensor>()];
            item.Expect($"res{s}_0", update(arguments)[0], $"{how} step {s}");
        }

        List<object?> variables = item.List("variables_after");
        if (metric.Variables.Count != variables.Count)
        {
            throw new CaseFailedException($"{how}: {metric.Variables.Count} variables, expected {variables.Count}");
        }

        for (int i = 0; i < variables.Count; i++)
        {
            if (((Config)variables[i]!)["name"] is string name && name != metric.Variables[i].Name)
            {
                throw new CaseFailedException($"{how}: variable {i} is named '{metric.Variables[i].Name}', expected '{name}'");
            }

            item.Expect($"v{i}", metric.Variables[i].Value, $"{how} variable");
        }

        metric.ResetState();
        if (item.HasArray("reset_0"))
        {
            item.Expect("reset_0", metric.Result(), $"{how} after reset");
        }
    }
}
