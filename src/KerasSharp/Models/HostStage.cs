using KerasSharp.Layers;

namespace KerasSharp.Models;

/// <summary>
/// A functional model with layers that compute on the host (with text, by tables and hashes), cut behind them. What stands before the cut runs once over
/// the data; what stands behind it computes with numbers and is compiled like any other model.
/// </summary>
internal sealed class HostStage
{
    [ThreadStatic]
    private static List<Model>? t_behind;

    private readonly FunctionalGraph _before;

    private HostStage(FunctionalGraph before, FunctionalGraph behind, Layer? trained)
    {
        _before = before;
        Behind = behind;
        TrainedLayer = trained;
    }

    /// <summary>The part behind the cut. Its inputs: what layers before it made, and inputs of the model that it needs as they are.</summary>
    public FunctionalGraph Behind { get; }

    /// <summary>A layer before the cut that has weights to train, which no step reaches; null where there is none, as there should be.</summary>
    public Layer? TrainedLayer { get; }

    /// <summary>The cut of a graph; null where no layer runs on the host, or the model gives text back.</summary>
    public static HostStage? Of(FunctionalGraph graph)
    {
        List<Node> host = graph.Nodes.FindAll(RunsOnHost);
        if (host.Count == 0 || Array.Exists(graph.Outputs, IsText))
        {
            return null;
        }

        // Behind stands what no layer on the host depends on: each node that is needed for an output and not only for such layers.
        var hosted = new HashSet<Tensor>(host.SelectMany(node => node.Outputs), ReferenceEqualityComparer.Instance);
        var cut = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Tensor>(graph.Outputs);
        while (open.TryPop(out Tensor? tensor))
        {
            if (tensor.IsConcrete)
            {
                continue;
            }

            if (hosted.Contains(tensor) || Array.IndexOf(graph.Inputs, tensor) >= 0)
            {
                cut.Add(tensor);
            }
            else if (TensorOrigin.Of(tensor)!.Node is { } node && seen.Add(node))
            {
                Array.ForEach([.. node.Needed], open.Push);
            }
        }

        // A fixed order: that of the model's inputs, then that of its layers, whose outputs are taken together.
        Tensor[] inputs = [.. graph.Inputs.Where(cut.Contains), .. host.Where(node => Array.Exists(node.Outputs, cut.Contains)).SelectMany(node => node.Outputs)];
        var before = new FunctionalGraph(graph.Inputs, inputs);
        return new HostStage(before, new FunctionalGraph(inputs, graph.Outputs), before.Layers.Find(layer => layer.TrainableWeights.Count > 0));
    }

    /// <summary>Makes the inputs of <see cref="Behind"/> of those of the model.</summary>
    public Tensor[] Read(Tensor[] inputs) => _before.Run(inputs);

    /// <summary>Until the scope is disposed, calls of a model on this thread are given what <see cref="Read"/> made.</summary>
    public static BehindScope Enter(Model model)
    {
        (t_behind ??= []).Add(model);
        return default;
    }

    /// <summary>Whether a call of a model is given what <see cref="Read"/> made.</summary>
    public static bool IsBehind(Model model) => t_behind is { Count: > 0 } models && models.Contains(model);

    private static bool RunsOnHost(Node node) => node.Layer.RunsOnHost || Array.Exists(node.Arguments.Inputs, IsText);

    private static bool IsText(Tensor tensor) => tensor.DType == DType.String;

    internal readonly struct BehindScope : IDisposable
    {
        public void Dispose() => t_behind!.RemoveAt(t_behind.Count - 1);
    }
}
