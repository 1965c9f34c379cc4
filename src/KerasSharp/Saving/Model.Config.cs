using KerasSharp.Saving;

namespace KerasSharp;

/// <content>Models from configs.</content>
public partial class Model
{
    /// <summary>The model that JSON describes, as <c>model.to_json()</c> of Keras gives it; its weights are new, and it is not compiled.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="customObjects">Classes and functions of your own by the names that the JSON has for them.</param>
    /// <exception cref="ModelFormatException">It describes no model; the message says where.</exception>
    public static Model FromJson(string json, CustomObjects? customObjects = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        using CustomObjectScope? scope = customObjects is null ? null : new CustomObjectScope(customObjects);
        return FromEntry(ConfigFields.Json(json, "The text"));
    }

    /// <summary>A model of the same layers with new weights: <c>keras.models.clone_model</c>. It is not compiled. Vocabularies that layers have learnt are theirs, too.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputTensors">Symbolic tensors that the clone begins with; new inputs when not given.</param>
    /// <param name="cloneFunction">Makes the layer that stands for a layer, which it may be itself, then with its weights; a copy from its config when not given. Inputs are not asked for.</param>
    /// <param name="callFunction">Applies the layers of a functional model; a call of the layer when not given.</param>
    /// <param name="recursive">Whether the functions are given the layers inside models, too, instead of those models.</param>
    /// <exception cref="ArgumentException">The arguments do not go with the kind of model.</exception>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function: give <paramref name="cloneFunction"/>.</exception>
    public static Model CloneModel(
        Model model, TensorStructure? inputTensors = null, Func<Layers.Layer, Layers.Layer>? cloneFunction = null, Func<Layers.Layer, Layers.CallArguments, Tensor[]>? callFunction = null, bool recursive = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model clone = new Models.ModelCloner(cloneFunction, callFunction, recursive).Clone(model, inputTensors);
        Dictionary<string, Layers.Layer> copies = WeightsLayout.All(clone).ToDictionary(at => at.Path, at => at.Layer, StringComparer.Ordinal);
        foreach ((string path, _, Layers.Layer layer) in WeightsLayout.All(model))
        {
            copies.GetValueOrDefault(path)?.TakeLearnt(layer);
        }

        return clone;
    }

    /// <summary>JSON that describes the model without its weights, as <c>model.to_json()</c> of Keras gives it.</summary>
    /// <exception cref="NotSupportedException">A layer is of a class that is not registered, or holds a function.</exception>
    public string ToJson() => ToEntry(includeCompile: true).ToJson();

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        if (Graph is null || GetType() != typeof(Model))
        {
            return base.GetConfig();
        }

        Config config = new() { ["name"] = Name, ["trainable"] = Trainable };
        new FunctionalWriter(Graph, Name).Write(config, InputStructure!, OutputStructure!);
        return config;
    }

    /// <summary>The functional model of a config.</summary>
    /// <param name="config">What Keras's <c>get_config</c> gives.</param>
    /// <exception cref="ModelFormatException">It describes none.</exception>
    public static Model FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return FunctionalReader.Read(config);
    }

    /// <summary>The model that an entry <c>{class_name, config, ...}</c> describes.</summary>
    internal static Model FromEntry(Config entry) => SerializedObject.TryParse(entry, out SerializedObject? data) && ConfigFields.Layer(data, "The model") is Model model
        ? model
        : throw ConfigFields.Wrong("the model", "class_name", entry.GetValueOrDefault("class_name"), "that of a model");

    /// <summary>Builds a model class of one's own for the shapes that a file says it was built for, as its layers are made by its call; others are built by their configs.</summary>
    /// <param name="built">The model's <c>build_config</c>, or null.</param>
    /// <exception cref="ModelFormatException">It holds no shapes, or the model cannot be called with them.</exception>
    internal void BuildFrom(Config? built)
    {
        if (Built || built is null)
        {
            return;
        }

        object? shapes = built.GetValueOrDefault("shapes_dict") is Config named ? named.Values.ToList() : built.GetValueOrDefault("input_shape");
        List<object?> each = shapes is List<object?> list && list.Exists(item => item is List<object?>) ? list : [shapes];
        try
        {
            _ = InferOutputs([.. each.Select(shape => new Tensor(ConfigConverter.TryRead(shape ?? new List<object?>(), out Shape sizes) ? sizes : throw ConfigFields.Wrong(Label, "build_config", shape, "shapes"), DType.Float32, symbol: null))]);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw new ModelFormatException($"{Label}: it cannot be built for the shapes of the file, {ConfigJson.Write(shapes)}. {error.Message}", error);
        }
    }

    /// <summary>The entry of the model in files.</summary>
    internal Config ToEntry(bool includeCompile)
    {
        Config entry = FunctionalWriter.Entry(this, Name);
        if (!includeCompile)
        {
            entry["compile_config"] = new Config();
        }

        return entry;
    }
}
