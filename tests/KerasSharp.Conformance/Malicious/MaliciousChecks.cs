using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>Checks what a loaded model holds.</summary>
internal static class MaliciousChecks
{
    private const double Canary = 12345;

    /// <summary>Whether a model has layers that can only explain themselves, which is then what they do.</summary>
    public static string Kind(Model model)
    {
        if (WeightsLayout.All(model).Select(at => at.Layer).OfType<PlaceholderLayer>().FirstOrDefault() is not { } layer)
        {
            return "loads";
        }

        try
        {
            _ = layer.Apply(Ops.Zeros([1, 5]));
            return "a layer that runs";
        }
        catch (NotSupportedException error)
        {
            return error.Message.Contains(layer.Name, StringComparison.Ordinal) ? "placeholder" : "a layer that does not explain itself";
        }
    }

    /// <summary>What a model holds that it should not; null where all is well.</summary>
    public static string? Fault(string folder, Config item, Model model)
    {
        Variable[] weights = [.. model.Weights.Where(weight => weight.Shape.Count < 1 << 20)];
        return Array.Exists(weights, weight => Numbers(weight).Contains(Canary)) ? "loads the numbers of another file"
            : item.GetValueOrDefault("check") is "base" ? Difference(folder, model)
            : item.GetValueOrDefault("vocabulary") is List<object?> words && !Vocabulary(model).SequenceEqual(words.Cast<string>()) ? $"loads the vocabulary {string.Join(", ", Vocabulary(model).Take(10))}"
            : null;
    }

    private static double[] Numbers(Variable weight) => Ops.Cast(weight, DType.Float64).ToArray<double>();

    private static IReadOnlyList<string> Vocabulary(Model model) => [.. model.Layers.SelectMany(layer => layer switch
    {
        StringLookup lookup => lookup.GetVocabulary(),
        TextVectorization words => words.GetVocabulary(),
        _ => [],
    })];

    /// <summary>Where the weights differ from those that the honest file holds.</summary>
    private static string? Difference(string folder, Model model)
    {
        Config expected = Config.FromJson(File.ReadAllText(Path.Combine(folder, "base_weights.json")));
        if (expected.Count != model.Weights.Count)
        {
            return $"loads {model.Weights.Count} weights instead of {expected.Count}";
        }

        foreach (((string name, object? value), Variable weight) in expected.Zip(model.Weights))
        {
            var entry = (Config)value!;
            double[] numbers = [.. ((List<object?>)entry["values"]!).Select(ConformanceCase.Number)];
            if (!numbers.SequenceEqual(Numbers(weight)) || !((List<object?>)entry["shape"]!).Cast<long>().SequenceEqual(weight.Shape.ToArray().Select(n => (long)n)))
            {
                return $"loads other numbers for {name}";
            }
        }

        return null;
    }
}
