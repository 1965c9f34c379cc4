namespace KerasSharp.Saving;

/// <summary>Brings entries of layers, models and nodes of Keras 1.2 and 2 to the form of Keras 3: without modules, sequential models as lists, nodes as lists of places.</summary>
internal static class OldEntries
{
    /// <summary>What stands in the place of the layer's name where the argument is no tensor of the model.</summary>
    private const string Constant = "_CONSTANT_VALUE";

    private static readonly Dictionary<string, string> Merges = new(StringComparer.Ordinal)
    {
        ["sum"] = "Add", ["mul"] = "Multiply", ["concat"] = "Concatenate", ["ave"] = "Average", ["max"] = "Maximum", ["dot"] = "Dot",
    };

    /// <summary>An entry with module, class and config as Keras 3 has them; the entry itself where it is one of Keras 3.</summary>
    public static SerializedObject Upgrade(SerializedObject data)
    {
        if (data.Module is not null || data.RegisteredName is not null)
        {
            return data;
        }

        string className = data.ClassName == "Merge" && (data.Config as Config)?.GetValueOrDefault("mode") is string mode ? Merges.GetValueOrDefault(mode) ?? data.ClassName
            : data.ClassName == "Model" ? "Functional" : data.ClassName;
        object? config = data.ClassName == "Merge" && data.Config is Config merge ? MergeConfig(merge, className)
            : className == "Sequential" && data.Config is List<object?> layers ? new Config { ["name"] = "sequential", ["layers"] = layers }
            : data.Config;
        string module = className == "Functional" ? "keras.src.models.functional" : className == "Sequential" ? "keras" : "keras.layers";
        return className.Contains('>', StringComparison.Ordinal) ? data : data with { Module = module, ClassName = className, Config = config };
    }

    /// <summary>The input layer that the first layer of a sequential model of older versions stands for; null where there is one, or the input is not known.</summary>
    public static Layers.InputLayer? Input(SerializedObject first, string where)
    {
        if (first.ClassName == "InputLayer" || first.Config is not Config config)
        {
            return null;
        }

        object? shape = config.GetValueOrDefault("batch_input_shape") ?? (first.ClassName == "Dense" && config.GetValueOrDefault("input_dim") is long size ? new List<object?> { null, size } : null);
        if (shape is null)
        {
            return null;
        }

        int?[] sizes = ConfigConverter.TryRead(shape, out int?[] known) && Array.TrueForAll(known, n => n is null or >= 0) ? known : throw ConfigFields.Wrong(where, "batch_input_shape", shape, "sizes of axes");
        bool isIndex = first.ClassName == "Embedding";
        return new Layers.InputLayer(batchShape: Shape.Create(sizes), dtype: isIndex ? DType.Int32 : DType.Float32, name: $"{config.GetValueOrDefault("name") as string ?? "layer"}_input");
    }

    /// <summary>A node as <c>{args, kwargs}</c>: older versions list the places of its tensors, <c>[["dense", 0, 0, {}]]</c>.</summary>
    public static Config? Node(object? node)
    {
        if (node is not List<object?> places)
        {
            return node as Config;
        }

        // One tensor may stand without the list around it.
        List<object?> all = places is [string, long, ..] ? [places] : places;
        List<object?> tensors = [.. all.Select(Tensor)];
        Config kwargs = [];
        foreach ((string key, object? value) in all.Count > 0 && all[0] is List<object?> and [_, _, _, Config given, ..] ? given : [])
        {
            kwargs[key] = Tensors(value, 0);
        }

        return tensors.Contains(null) ? null : new Config { ["args"] = tensors.Count == 1 ? tensors : new List<object?> { tensors }, ["kwargs"] = kwargs };
    }

    private static object? Tensors(object? value, int depth) => Tensor(value) ?? (value is List<object?> list && depth < 4 ? list.ConvertAll(item => Tensors(item, depth + 1)) : value);

    private static object? Tensor(object? place) => place is List<object?> and [Constant, -1L, var value, ..] ? value
        : place is List<object?> and [string name, long node, long index, ..]
        ? new Config { ["class_name"] = "__keras_tensor__", ["config"] = new Config { ["keras_history"] = new List<object?> { name, node, index } } }
        : null;

    private static Config MergeConfig(Config merge, string className)
    {
        Config config = new() { ["name"] = merge.GetValueOrDefault("name") };
        if (className == "Concatenate" && merge.TryGetValue("concat_axis", out object? axis))
        {
            config["axis"] = axis;
        }

        if (className == "Dot" && merge.TryGetValue("dot_axes", out object? axes))
        {
            config["axes"] = axes;
        }

        return config;
    }
}
