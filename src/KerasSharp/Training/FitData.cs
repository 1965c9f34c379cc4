using KerasSharp.Losses;
using KerasSharp.Tensors;

namespace KerasSharp.Training;

/// <summary>The arrays of a run, checked: x, y and weights of as many samples each.</summary>
internal sealed class FitData
{
    public FitData(Model model, DataInput x, DataInput? y, DataInput? sampleWeight, IReadOnlyDictionary<int, double>? classWeight)
    {
        string owner = model.Label;
        X = model.ReadOnHost(x.InOrder(model.InputNames(), owner, nameof(x)));
        Y = y?.InOrder(model.OutputNames(1), owner, nameof(y)) ?? [];
        if (classWeight is not null && sampleWeight is not null)
        {
            throw new ArgumentException($"{owner}: classWeight and sampleWeight cannot both be given. Received: both. Multiply the class weights into sampleWeight.", nameof(classWeight));
        }

        if (classWeight is not null && Y.Length != 1)
        {
            throw new ArgumentException($"{owner}: classWeight needs a model of one output. Received: {Y.Length} arrays of labels. Pass sampleWeight instead.", nameof(classWeight));
        }

        Weights = classWeight is not null ? [ToWeights(Y[0], classWeight)] : sampleWeight?.InOrder(model.OutputNames(1), owner, nameof(sampleWeight)) ?? [];
        Samples = X.Length > 0 && X[0].Rank > 0 ? X[0].Shape[0] : 0;
        (string, Tensor)[] all = [.. X.Select((t, i) => (Label("x", X.Length, i), t)), .. Y.Select((t, i) => (Label("y", Y.Length, i), t)), .. Weights.Select((t, i) => (Label("sampleWeight", Weights.Length, i), t))];
        foreach ((string name, Tensor tensor) in all)
        {
            if (tensor.Rank == 0)
            {
                throw new ShapeException($"{owner}: {name} must have a batch axis. Received: {name}.Shape=(). Pass an array of samples.", name);
            }

            if (tensor.Shape[0] != Samples)
            {
                throw new ArgumentException(
                    $"{owner}: all data must have the same number of samples. Received: {string.Join(", ", all.Select(a => $"{a.Item1}.Shape={a.Item2.Shape}"))}. The first axis counts samples.",
                    name);
            }
        }

        if (Samples == 0)
        {
            throw new ArgumentException($"{owner}: the data is empty. Received: {string.Join(", ", all.Select(a => $"{a.Item1}.Shape={a.Item2.Shape}"))}. Pass at least one sample.", nameof(x));
        }
    }

    public Tensor[] X { get; }

    public Tensor[] Y { get; }

    public Tensor[] Weights { get; }

    public int Samples { get; }

    public Tensor[] All => [.. X, .. Y, .. Weights];

    /// <summary>Refuses class numbers that a sparse cross-entropy has no prediction for. One pass over the labels, before the first step.</summary>
    public void CheckLabels(StepRunner runner, string owner)
    {
        for (int i = 0; i < Y.Length && i < runner.OutputShapes.Length; i++)
        {
            if (runner.Parts!.Losses[i] is not SparseCategoricalCrossentropy loss)
            {
                continue;
            }

            int classes = runner.OutputShapes[i][^1];
            (double label, int at) = OutOfRange(Y[i], classes, loss.IgnoreClass);
            if (at >= 0)
            {
                throw new ArgumentException(
                    $"{owner}: labels must be class numbers from 0 to {classes - 1}, as the model's output {runner.OutputShapes[i]} has {classes} classes. Received: label {label} in sample {at / Math.Max(1, Y[i].Count / Y[i].Shape[0])}. "
                    + "Number the classes from 0, or give the last layer more units.");
            }
        }
    }

    private static string Label(string name, int count, int index) => count == 1 ? name : $"{name}[{index}]";

    private static (double Label, int At) OutOfRange(Tensor labels, int classes, int? ignored)
    {
        int count = (int)labels.Count;
        for (int i = 0; i < count; i++)
        {
            double label = ElementReader.ReadDouble(labels.Data, i);
            if ((label < 0 || label >= classes) && label != ignored)
            {
                return (label, i);
            }
        }

        return (0, -1);
    }

    /// <summary>The weight of each sample's class; 1 where none is given. One-hot labels count as their largest.</summary>
    private static Tensor ToWeights(Tensor y, IReadOnlyDictionary<int, double> classWeight)
    {
        int samples = y.Shape[0], width = samples == 0 ? 1 : (int)(y.Count / samples);
        bool oneHot = y.Rank > 1 && y.Shape[^1] > 1;
        Tensor weights = Tensor.Allocate(Shape.Of(samples), DType.Float32);
        Span<float> w = weights.Data.As<float>();
        for (int i = 0; i < samples; i++)
        {
            int label = 0;
            if (!oneHot)
            {
                label = (int)Math.Round(ElementReader.ReadDouble(y.Data, i * width));
            }
            else
            {
                for (int k = 1; k < width; k++)
                {
                    label = ElementReader.ReadDouble(y.Data, (i * width) + k) > ElementReader.ReadDouble(y.Data, (i * width) + label) ? k : label;
                }
            }

            w[i] = (float)classWeight.GetValueOrDefault(label, 1);
        }

        return weights;
    }

    /// <summary>The part of the samples from one to another, as data of its own.</summary>
    public BatchPlan Plan(int first, int count, int batchSize) => new(All, first, count, batchSize);
}
