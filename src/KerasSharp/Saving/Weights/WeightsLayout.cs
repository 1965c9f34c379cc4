using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Optimizers;
using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>
/// Where weights stand in Keras's weight files (keras/src/saving/saving_lib.py): each layer has a group with its own variables in <c>vars</c>; layers of models stand in
/// <c>layers</c> under the names of their classes, numbered; others under the names of the fields that hold them; a compiled model's optimizer under <c>optimizer</c>.
/// </summary>
internal static class WeightsLayout
{
    /// <summary>The group of the optimizer.</summary>
    public const string Optimizer = "optimizer";

    /// <summary>The model and all layers inside, each once, with the paths of their groups and the names of the layers that they are in.</summary>
    public static IEnumerable<(string Path, string Owner, Layer Layer)> All(Layer model)
    {
        var seen = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        return Visit("", "", model);

        IEnumerable<(string Path, string Owner, Layer Layer)> Visit(string path, string owner, Layer layer)
        {
            if (!seen.Add(layer))
            {
                yield break;
            }

            yield return (path, owner, layer);
            foreach ((string inside, Layer inner) in Inside(layer))
            {
                foreach ((string Path, string Owner, Layer Layer) deeper in Visit(Join(path, inside), Join(owner, inner.Name), inner))
                {
                    yield return deeper;
                }
            }
        }
    }

    /// <summary>The places of all weights of a model, in the order of its layers.</summary>
    public static IEnumerable<WeightPlace> Places(Layer model) => All(model).SelectMany(at => at.Layer.FileVariables.Select((variable, i) => new WeightPlace(at.Path, i, at.Owner, variable, at.Layer.WeightPath(i))));

    /// <summary>The places of an optimizer's state.</summary>
    public static IEnumerable<WeightPlace> Places(Optimizer optimizer) => optimizer.Variables.Select((variable, i) => new WeightPlace(Optimizer, i, optimizer.Name, variable));

    /// <summary>The optimizer of a model where it is compiled and has state; null otherwise.</summary>
    public static Optimizer? OptimizerOf(Model model) => model.Optimizer is { Built: true } optimizer ? optimizer : null;

    /// <summary>The layers directly inside with the paths of their groups.</summary>
    private static IEnumerable<(string Path, Layer Layer)> Inside(Layer layer)
    {
        bool isModel = layer is Model { Graph: not null } or Sequential;
        var paths = new NumberedPaths();
        IEnumerable<(string Name, Layer Layer)> inside = layer is Model model && isModel ? model.Layers.Select(l => ("", l)) : layer.NamedSublayers;
        foreach ((string name, Layer inner) in inside)
        {
            // A list in a field: its name, then the class; numbered within the list.
            yield return (isModel ? paths.OfLayer(inner.KerasName) : name.Contains('/', StringComparison.Ordinal) ? paths.Next(name) : name, inner);
        }
    }

    /// <summary>A path within a group.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";
}
