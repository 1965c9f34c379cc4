using KerasSharp.Layers;
using KerasSharp.Utilities;

namespace KerasSharp.Models;

/// <summary>The rows of <c>model.summary()</c> (keras/src/utils/summary_utils.py).</summary>
internal static class ModelSummary
{
    public static string Render(Model model, bool expandNested, bool showTrainable, int? lineLength, IReadOnlyList<double>? positions, int columns)
    {
        bool sequential = model is Sequential || model.Graph is not { } graph || IsChain(graph);
        var rows = new List<SummaryRow>();
        foreach (Layer layer in model.Operations)
        {
            AddRows(rows, layer, model.Graph, 0, expandNested, sequential);
        }

        Optimizer? optimizer = model.Optimizer is { Built: true } built ? built : null;
        return SummaryText.Render(
            model.Name, rows, Total(model.TrainableWeights), Total(model.NonTrainableWeights), optimizer is null ? null : Total(optimizer.Variables),
            showConnections: !sequential, showTrainable, lineLength, positions, columns);
    }

    private static void AddRows(List<SummaryRow> rows, Layer layer, FunctionalGraph? graph, int depth, bool expandNested, bool sequential)
    {
        string name = SummaryText.NestedName($"{layer.Name} ({layer.KerasName})", depth);
        rows.Add(new SummaryRow(name, OutputShape(layer, graph), Parameters(layer), sequential ? "-" : Connections(layer, graph), Trainable(layer)));
        if (expandNested && layer is Model inner)
        {
            foreach (Layer nested in inner.Operations)
            {
                AddRows(rows, nested, inner.Graph, depth + 1, expandNested, sequential);
            }
        }
    }

    /// <summary>Whether each depth has one node with one input, and no layer is shared: then connections go without saying.</summary>
    private static bool IsChain(FunctionalGraph graph)
    {
        if (graph.Inputs.Length != 1 || graph.Layers.Count != graph.Nodes.Count)
        {
            return false;
        }

        return graph.Nodes.TrueForAll(node => node.Arguments.Inputs.Length <= 1)
            && graph.Nodes.SelectMany(node => node.Parents).GroupBy(parent => parent).All(group => group.Count() == 1);
    }

    private static string OutputShape(Layer layer, FunctionalGraph? graph)
    {
        if (graph?.Nodes.LastOrDefault(n => n.Layer == layer) is not { } node)
        {
            return layer.BuildShapes is { Length: > 0 } shapes && layer.Built ? Known(layer, shapes) : "?";
        }

        return node.Outputs.Length == 1 ? node.Outputs[0].Shape.ToString() : $"[{string.Join(", ", node.Outputs.Select(t => t.Shape))}]";
    }

    private static string Known(Layer layer, Shape[] shapes)
    {
        try
        {
            return layer.InferOutputs(Array.ConvertAll(shapes, s => new Tensor(s.Rank > 0 ? s.With(0, Shape.Unknown) : s, layer.ComputeDType, symbol: null)))[0].Shape.ToString();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return "?";
        }
    }

    private static string Parameters(Layer layer) => layer.Built ? Readable.Count(layer.CountParams())
        : layer.Weights.Count > 0 ? Readable.Count(layer.Weights.Sum(w => w.Shape.Count)) : "0 (unbuilt)";

    private static bool? Trainable(Layer layer) => layer.Weights.Count == 0 ? null : layer.Trainable;

    private static string Connections(Layer layer, FunctionalGraph? graph)
    {
        var links = new List<string>();
        foreach (Node node in graph?.Nodes.Where(n => n.Layer == layer) ?? [])
        {
            links.AddRange(node.Arguments.Inputs.Select(TensorOrigin.Of).OfType<TensorOrigin>().Select(o => $"{o.Node.Layer.Name}[{NodeIndex(graph!, o.Node)}][{o.Index}]"));
        }

        return links.Count == 0 ? "-" : string.Join(", ", links);
    }

    private static int NodeIndex(FunctionalGraph graph, Node node) => graph.Nodes.Where(n => n.Layer == node.Layer).OrderBy(n => n.Index).ToList().IndexOf(node);

    private static ParameterTotal Total(IReadOnlyList<Variable> variables) => new(variables.Sum(v => v.Shape.Count), variables.Sum(v => (double)v.Shape.Count * v.DType.Size()));
}
