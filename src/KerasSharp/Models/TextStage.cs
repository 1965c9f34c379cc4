using KerasSharp.Layers;

namespace KerasSharp.Models;

/// <summary>
/// A functional model that takes text, cut where its text has become numbers. What stands before the cut reads text and runs once over the data, on the
/// host; what stands behind it computes with numbers and is compiled like any other model.
/// </summary>
internal sealed class TextStage
{
    private readonly FunctionalGraph _before;

    private TextStage(FunctionalGraph before, FunctionalGraph behind, Layer? trained)
    {
        _before = before;
        Behind = behind;
        TrainedLayer = trained;
    }

    /// <summary>The part that computes with numbers. Its inputs: for each input of the model that is text what was made of it, else the input.</summary>
    public FunctionalGraph Behind { get; }

    /// <summary>A layer that reads text and has weights to train, which no step reaches; null where there is none, as there should be.</summary>
    public Layer? TrainedLayer { get; }

    /// <summary>The cut of a graph; null where it takes no text, or gives text back.</summary>
    public static TextStage? Of(FunctionalGraph graph)
    {
        if (!Array.Exists(graph.Inputs, IsText) || Array.Exists(graph.Outputs, IsText))
        {
            return null;
        }

        var cut = new List<Tensor>();
        Layer? trained = null;
        foreach (Tensor input in graph.Inputs.Where(x => !IsText(x)))
        {
            cut.Add(input);
        }

        foreach (Node node in graph.Nodes)
        {
            if (Array.Exists(node.Arguments.Inputs, IsText))
            {
                cut.AddRange(node.Outputs.Where(y => !IsText(y)));
                trained ??= node.Layer.TrainableWeights.Count > 0 ? node.Layer : null;
            }
        }

        return new TextStage(new FunctionalGraph(graph.Inputs, cut), new FunctionalGraph(cut, graph.Outputs), trained);
    }

    /// <summary>Makes the inputs of <see cref="Behind"/> of those of the model.</summary>
    public Tensor[] Read(Tensor[] inputs) => _before.Run(inputs);

    private static bool IsText(Tensor tensor) => tensor.DType == DType.String;
}
