using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <content>What a layer was built for, as files keep it (keras/src/layers/layer.py: <c>get_build_config</c>).</content>
public abstract partial class Layer
{
    private (string Name, Shape Shape)[]? _buildArguments;

    /// <summary>Shapes that the layer was built for, by which Keras builds it again; null where Keras keeps none.</summary>
    internal virtual Config? BuildConfig => !Built || IsBuiltFromStart || BuildShapes is not { } shapes ? null
        : _buildArguments is { } named ? new Config { ["shapes_dict"] = Grouped(named) }
        : new Config { ["input_shape"] = shapes.Length == 1 ? ConfigConverter.Write(shapes[0]) : Listed(shapes) };

    /// <summary>Whether Keras takes the layer for built when it is made, and so keeps no shapes.</summary>
    private protected virtual bool IsBuiltFromStart => false;

    /// <summary>Keras's names of the tensors that the layer takes, of one that takes several beside each other; the last is that of all further ones. Null for one tensor or list.</summary>
    internal virtual IReadOnlyList<string>? TensorNames => null;

    /// <summary>Whether Keras's call takes a mask, which nodes then hold even where there is none.</summary>
    internal virtual bool TakesMask => false;

    /// <summary>Where a variable of <see cref="FileVariables"/> stands in the layer's group of a weight file; null where all layers have it, under its number.</summary>
    internal virtual string? WeightPath(int index)
    {
        int weights = OwnVariables.Count;
        return index < weights ? null : $"{WeightPlace.GroupOf("")}/{StoredState[index - weights].Name}";
    }

    /// <summary>Keras's name of an argument of a call that is a tensor.</summary>
    internal string TensorName(CallArguments arguments, int index) =>
        arguments.InputNames?[index] ?? (TensorNames is { } names ? names[Math.Min(index, names.Count - 1)] : "inputs");

    private void NoteBuildArguments(CallArguments arguments)
    {
        (string Name, Shape Shape)[] named =
        [
            .. arguments.Inputs.Select((tensor, i) => (Name: TensorName(arguments, i), tensor.Shape)).Where(item => !item.Name.EndsWith("mask", StringComparison.Ordinal)),
        ];
        _buildArguments = named.DistinctBy(item => item.Name).Count() > 1 ? named : null;
    }

    private static Config Grouped((string Name, Shape Shape)[] named) => new(named.GroupBy(item => item.Name)
        .Select(group => KeyValuePair.Create($"{group.Key}_shape", group.Count() == 1 ? ConfigConverter.Write(group.First().Shape) : Listed(group.Select(item => item.Shape)))));

    private static List<object?> Listed(IEnumerable<Shape> shapes) => [.. shapes.Select(ConfigConverter.Write)];
}
