namespace KerasSharp.Saving;

/// <summary>Compares the objects and weights of a file with those of a model. What one of both lacks whole is one error, however much is in it.</summary>
internal sealed class TreeComparison(Action<string> print)
{
    private int _errors, _matches;

    /// <summary>Compares the whole.</summary>
    public FileComparison Run(WeightsTree file, WeightsTree model)
    {
        Compare(file, model, "");
        print(_errors == 0
            ? $"The file fits the model: {_matches} matching weights.\n"
            : $"The file does not fit the model: {_errors} {(_errors == 1 ? "error" : "errors")}, {_matches} matching weights.\n");
        return new FileComparison(_errors == 0, _errors, _matches);
    }

    private static IEnumerable<string> Names<T>(OrderedDictionary<string, T> a, OrderedDictionary<string, T> b) => a.Keys.Union(b.Keys, StringComparer.Ordinal);

    private void Compare(WeightsTree file, WeightsTree model, string path)
    {
        foreach (string name in Names(file.Weights, model.Weights))
        {
            Weight(file.Weights.GetValueOrDefault(name), model.Weights.GetValueOrDefault(name), $"{path}{name}");
        }

        foreach (string name in Names(file.Objects, model.Objects))
        {
            WeightsTree? left = Filled(file, name), right = Filled(model, name);
            if (left is not null && right is not null)
            {
                Compare(left, right, $"{path}{name}/");
            }
            else if (left is not null || right is not null)
            {
                Error($"The object {path}{name} is in the {(left is null ? "model" : "file")} only. It has: {string.Join(", ", (left ?? right)!.Weights.Keys.Concat((left ?? right)!.Objects.Keys))}.");
            }
        }
    }

    private static WeightsTree? Filled(WeightsTree tree, string name) => tree.Objects.GetValueOrDefault(name) is { IsEmpty: false } inside ? inside : null;

    private void Weight(Tensor? file, Tensor? model, string path)
    {
        if (file is null || model is null)
        {
            Error($"The weight {path} is in the {(file is null ? "model" : "file")} only.");
        }
        else if (file.Shape != model.Shape)
        {
            Error($"The weight {path} has the shape {file.Shape} in the file, {model.Shape} in the model.");
        }
        else
        {
            _matches++;
        }
    }

    private void Error(string line)
    {
        _errors++;
        print($"{line}\n");
    }
}
