using System.Globalization;

namespace KerasSharp.Saving;

/// <summary>How a model was compiled, as files keep it: <c>compile_config</c>, and <c>training_config</c> of legacy files.</summary>
internal static class CompileConfig
{
    /// <summary>What a compiled model was compiled with; empty for others, and, with a warning, where a part cannot be written.</summary>
    public static Config Write(Model model)
    {
        if (model.CompileOptions is not { } options)
        {
            return [];
        }

        try
        {
            return new Config
            {
                ["optimizer"] = ObjectRegistry.Write(options.Optimizer),
                ["loss"] = Loss(options.Loss),
                ["loss_weights"] = Weights(options.LossWeights),
                ["metrics"] = Metric(options.Metrics),
                ["weighted_metrics"] = Metric(options.WeightedMetrics),
                ["run_eagerly"] = options.RunEagerly || options.RanEagerly,
                ["steps_per_execution"] = (long)options.StepsPerExecution,
                ["jit_compile"] = false,
            };
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
        {
            Console.Error.WriteLine($"Warning: {model.Label}: the file does not say how the model was compiled. {error.Message} After loading, call Compile again.");
            return [];
        }
    }

    /// <summary>Compiles a model as a file says; nothing where it does not.</summary>
    /// <exception cref="ModelFormatException">The config is wrong, or names what is not known.</exception>
    public static void Apply(Model model, Config config)
    {
        if (config.Count == 0)
        {
            return;
        }

        string where = $"The model '{model.Name}', how it was compiled";
        try
        {
            object? optimizer = config.GetValueOrDefault("optimizer") ?? config.GetValueOrDefault("optimizer_config");
            bool ranEagerly = Flag(config, "run_eagerly", where);
            int steps = config.GetValueOrDefault("steps_per_execution") switch
            {
                null => 1,
                long n and >= 1 and <= int.MaxValue => (int)n,
                var other => throw ConfigFields.Wrong(where, "steps_per_execution", other, "a number of steps"),
            };
            model.CompileWith(
                new Training.CompileOptions(
                    optimizer is null ? "rmsprop" : Optimizer.FromConfigValue(optimizer), ToLoss(config.GetValueOrDefault("loss"), 0), ToWeights(config.GetValueOrDefault("loss_weights"), where),
                    ToMetric(config.GetValueOrDefault("metrics"), 0), ToMetric(config.GetValueOrDefault("weighted_metrics"), 0), RunEagerly: false, steps)
                { RanEagerly = ranEagerly });
        }
        catch (Exception error) when (error is ModelFormatException || ConfigFields.IsOfContent(error))
        {
            throw new ModelFormatException($"{where}: it cannot be read. {error.Message} Load the model with compile: false, and call Compile.", error);
        }
    }

    private static object? Loss(LossArgument? loss) => loss is null ? null : loss.Items is { } items ? Items(items, loss.Names, Loss) : loss.Identifier ?? (object)ObjectRegistry.Write(loss.Loss!);

    private static object? Metric(MetricArgument? metric) =>
        metric is null ? null : metric.Items is { } items ? Items(items, metric.Names, Metric) : metric.Identifier ?? (object)ObjectRegistry.Write(metric.Metric!);

    private static object Items<T>(IReadOnlyList<T?> items, IReadOnlyList<string>? names, Func<T?, object?> write) => names is null
        ? items.Select(write).ToList()
        : new Config(names.Select((name, i) => KeyValuePair.Create(name, write(items[i]))));

    /// <summary>A list where the keys are the numbers of all outputs, as a list is what was given then.</summary>
    private static object? Weights(IReadOnlyDictionary<string, double>? weights) => weights is null ? null
        : Enumerable.Range(0, weights.Count).All(i => weights.ContainsKey(i.ToString(CultureInfo.InvariantCulture)))
            ? Enumerable.Range(0, weights.Count).Select(object? (i) => weights[i.ToString(CultureInfo.InvariantCulture)]).ToList()
            : new Config(weights.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));

    private static Dictionary<string, double>? ToWeights(object? value, string where) => value switch
    {
        null => null,
        List<object?> list => list.Select((item, i) => (Key: i.ToString(CultureInfo.InvariantCulture), Value: Number(item))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value),
        Config map => map.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => Number(pair.Value)!.Value),
        long or double => new Dictionary<string, double> { ["0"] = Number(value)!.Value },
        _ => throw ConfigFields.Wrong(where, "loss_weights", value, "numbers"),
    };

    private static double? Number(object? value) => value switch { null => null, double d => d, long n => n, _ => throw new FormatException($"Expected a number. Received: {ConfigJson.Write(value)}.") };

    private static LossArgument? ToLoss(object? value, int depth) => value switch
    {
        null => null,
        string name => name,
        List<object?> list when depth < 4 => LossArgument.Create([.. list.Select(item => ToLoss(item, depth + 1))]),
        Config map when IsObject(map) => KerasSharp.Loss.FromConfigValue((object?)Function(map) ?? map),
        Config map when depth < 4 => map.ToDictionary(item => item.Key, item => ToLoss(item.Value, depth + 1)!),
        _ => throw new FormatException($"A loss must be a name, an object, or a list or dictionary of those. Received: {ConfigJson.Write(value)}."),
    };

    private static MetricArgument? ToMetric(object? value, int depth) => value switch
    {
        null => null,
        string name => name,
        List<object?> list when depth < 4 => MetricArgument.Create([.. list.Select(item => ToMetric(item, depth + 1))]),
        Config map when IsObject(map) => KerasSharp.Metric.FromConfigValue((object?)Function(map) ?? map),
        Config map when depth < 4 => map.ToDictionary(item => item.Key, item => ToMetric(item.Value, depth + 1)!),
        _ => throw new FormatException($"Metrics must be names, objects, or lists or dictionaries of those. Received: {ConfigJson.Write(value)}."),
    };

    private static bool IsObject(Config map) => map.ContainsKey("class_name") && map.ContainsKey("config");

    /// <summary>The name of a function that stands for a loss or metric.</summary>
    private static string? Function(Config map) => map["class_name"] is "function" ? map["config"] as string : null;

    private static bool Flag(Config config, string key, string where) => config.GetValueOrDefault(key) switch
    {
        null => false,
        bool flag => flag,
        var other => throw ConfigFields.Wrong(where, key, other, "true or false"),
    };
}
