using System.Diagnostics;
using System.Globalization;
using KerasSharp.Graphs;
using KerasSharp.Layers;

namespace KerasSharp.Bench;

/// <summary>A table of layers, compiled: least time of a forward pass as in training, and of one with the gradients of inputs and weights, beside a peer that takes turns with us.</summary>
internal static class LayersCommand
{
    public static int Run(LayersOptions options)
    {
        Engine.ThreadCount = options.Threads;
        using LayerPeer? peer = options.Peer is { } command ? new LayerPeer(command, options.Threads, options.Seconds) : null;
        Console.WriteLine(peer is null ? "| layer | input | forward | with gradients |" : "| layer | input | forward | peer | peer / ours | with gradients | peer | peer / ours |");
        Console.WriteLine(peer is null ? "|---|---|---|---|" : "|---|---|---|---|---|---|---|---|");
        foreach (LayerCase layer in LayerCases.All.Where(c => options.Names.Length == 0 || options.Names.Any(name => c.Name.Contains(name, StringComparison.OrdinalIgnoreCase))))
        {
            (Action forward, Action both) = Prepare(layer);
            (double ours, double oursBoth, double theirs, double theirsBoth) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
            bool compared = peer is not null;
            for (int round = 0; round < options.Rounds; round++)
            {
                ours = Math.Min(ours, Least(forward, options.Seconds));
                oursBoth = Math.Min(oursBoth, Least(both, options.Seconds));
                (double Forward, double Both)? answer = peer?.Measure(layer.Name);
                compared &= answer is not null;
                theirs = Math.Min(theirs, answer?.Forward ?? theirs);
                theirsBoth = Math.Min(theirsBoth, answer?.Both ?? theirsBoth);
            }

            string row = compared
                ? $"| {layer.Name} | {layer.Sizes} | {Time(ours)} | {Time(theirs)} | {Ratio(theirs / ours)} | {Time(oursBoth)} | {Time(theirsBoth)} | {Ratio(theirsBoth / oursBoth)} |"
                : $"| {layer.Name} | {layer.Sizes} | {Time(ours)} | {(peer is null ? "" : "– | – | ")}{Time(oursBoth)} |{(peer is null ? "" : " – | – |")}";
            Console.WriteLine(row);
        }

        return 0;
    }

    /// <summary>The two compiled functions. The gradients are those for a given gradient of the output, which is computed too.</summary>
    private static (Action Forward, Action Both) Prepare(LayerCase subject)
    {
        Layer layer = subject.Make();
        Tensor[] inputs = subject.MakeInputs();
        Tensor above = Keras.Random.Normal(subject.Apply(layer, inputs).Shape, seed: 9); // makes the weights as well
        Function forward = Function.Compile(x => [subject.Apply(layer, x)], $"{subject.Name} forward");
        Function both = Function.Compile(
            x =>
            {
                using var tape = new GradientTape();
                var sources = new List<Tensor>();
                foreach (Tensor input in x[..^1].Where(input => input.DType.IsFloating()))
                {
                    tape.Watch(input);
                    sources.Add(input);
                }

                sources.AddRange(layer.TrainableWeights.Select(weight => weight.Value));
                Tensor y = subject.Apply(layer, x[..^1]);
                return sources.Count == 0 ? [y] : [y, .. tape.Gradient(y, sources, x[^1])];
            },
            $"{subject.Name} with gradients");
        Tensor[] withAbove = [.. inputs, above];
        return (Repeatable(forward, inputs), Repeatable(both, withAbove));
    }

    /// <summary>A run of the plan into outputs that are kept, as inside the step of a model: new memory would be most of the time of some.</summary>
    private static Action Repeatable(Function function, Tensor[] inputs)
    {
        CompiledGraph plan = function.Prepare(inputs);
        Tensor[] outputs = plan.Run(inputs);
        return () => plan.Run(inputs, outputs);
    }

    private static double Least(Action action, double seconds)
    {
        action();
        double least = double.MaxValue;
        var total = Stopwatch.StartNew();
        for (int i = 0; i < 5 || total.Elapsed.TotalSeconds < seconds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return least;
    }

    private static string Time(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:G3} ms");

    private static string Ratio(double ratio) => ratio.ToString(ratio < 9.95 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
