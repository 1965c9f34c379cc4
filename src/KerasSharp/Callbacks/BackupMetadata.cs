using KerasSharp.Saving;
using KerasSharp.Training;

namespace KerasSharp.Callbacks;

/// <summary>What a backup holds beside weights: Keras's <c>epoch</c> and <c>batch</c>, and under further keys what the same bits need.</summary>
internal static class BackupMetadata
{
    private const string Epoch = "epoch", Batch = "batch", Order = "order", Measures = "measures", Generators = "generators";

    /// <summary>What is to be written.</summary>
    public static Config Of(Model model, TrainingRun run, int epoch)
    {
        FeedPlace place = run.Place;
        return new Config
        {
            [Epoch] = epoch,
            [Batch] = place.InEpoch,
            [Order] = new long[] { place.Seed, place.Order, place.Next },
            [Measures] = place.InEpoch == 0 ? null : run.Measures,
            [Generators] = GeneratorsOf(model).Select(generator => generator.State.Value.ToArray<uint>()),
        };
    }

    /// <summary>Checks all and restores it, the model last.</summary>
    /// <param name="config">What was read.</param>
    /// <param name="model">The model.</param>
    /// <param name="run">Its training.</param>
    /// <param name="loadWeights">Loads the weights, or throws and changes nothing.</param>
    /// <exception cref="ModelFormatException">It is damaged, or of another model.</exception>
    public static void Restore(Config config, Model model, TrainingRun run, Action loadWeights)
    {
        int epoch = (int)Whole(config.GetValueOrDefault(Epoch), Epoch, int.MaxValue);
        SeedGenerator[] generators = [.. GeneratorsOf(model)];
        uint[][]? states = config.ContainsKey(Generators)
            ? [.. List(config, Generators).Select(item => item is List<object?> { Count: 2 } words ? words.Select(word => (uint)Whole(word, Generators, uint.MaxValue)).ToArray() : throw Wrong(Generators))]
            : null;
        if (states is not null && states.Length != generators.Length)
        {
            throw new ModelFormatException($"The backup has the states of {states.Length} generators of random numbers, the model has {generators.Length}: it is that of another model.");
        }

        if (config.ContainsKey(Order))
        {
            long[] order = [.. List(config, Order).Select(item => Whole(item, Order, long.MaxValue, least: -1))];
            int batch = (int)Whole(config.GetValueOrDefault(Batch), Batch, int.MaxValue);
            try
            {
                run.Place = order.Length == 3 ? new FeedPlace((int)order[0], order[1], (int)order[2], batch) : throw Wrong(Order);
                if (batch > 0)
                {
                    run.Measures = [.. List(config, Measures).Select(item => item is List<object?> numbers ? numbers.Select(Number).ToArray() : throw Wrong(Measures))];
                }
            }
            catch (ArgumentException error)
            {
                throw new ModelFormatException($"The backup belongs to a training on other data, or with other measures. {error.Message}", error);
            }
        }

        loadWeights();
        run.Epoch = epoch;
        for (int i = 0; i < states?.Length; i++)
        {
            generators[i].State.Assign(Tensor.From(states[i], Shape.Of(2)));
        }
    }

    /// <summary>All generators that a model draws from, in the order of its layers, and the one that all share.</summary>
    private static IEnumerable<SeedGenerator> GeneratorsOf(Model model) =>
        WeightsLayout.All(model).SelectMany(inside => inside.Layer.SeedGenerators).Append(SeedGenerator.Global).Distinct();

    private static List<object?> List(Config config, string key) => config.GetValueOrDefault(key) as List<object?> ?? throw Wrong(key);

    private static double Number(object? value) => value switch { double number => number, long number => number, _ => throw Wrong(Measures) };

    private static long Whole(object? value, string key, long most, long least = 0) => value is long number && number >= least && number <= most ? number : throw Wrong(key);

    private static ModelFormatException Wrong(string key) => new($"The backup's metadata has no '{key}', or another than was written.");
}
