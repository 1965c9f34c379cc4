namespace KerasSharp.Training;

/// <summary>"accuracy" and "crossentropy": names whose meaning follows from shapes (keras/src/trainers/compile_utils.py).</summary>
internal static class Shorthand
{
    public static bool IsAccuracy(string identifier) => identifier.ToUpperInvariant() is "ACCURACY" or "ACC";

    public static bool IsCrossentropy(string identifier) => identifier.ToUpperInvariant() is "CROSSENTROPY" or "CE";

    /// <summary>The metric of a name; it keeps the name that was typed.</summary>
    public static Metric ToMetric(string identifier, Shape yTrue, Shape yPred)
    {
        string full = IsAccuracy(identifier) ? Kind(yTrue, yPred) + "Accuracy" : IsCrossentropy(identifier) ? Kind(yTrue, yPred) + "Crossentropy" : identifier;
        Metric metric = Metric.Get(full);
        metric.Name = identifier;
        return metric;
    }

    public static Loss ToLoss(string identifier, Shape yTrue, Shape yPred) => Loss.Get(IsCrossentropy(identifier) ? Kind(yTrue, yPred) + "Crossentropy" : identifier);

    private static string Kind(Shape yTrue, Shape yPred) =>
        yPred.Rank > 0 && yPred[^1] == 1 ? "Binary"
        : yTrue.Rank < yPred.Rank || (yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue[^1] == 1) ? "SparseCategorical"
        : "Categorical";
}
