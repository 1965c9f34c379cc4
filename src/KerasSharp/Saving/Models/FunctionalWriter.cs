using KerasSharp.Layers;
using KerasSharp.Models;

namespace KerasSharp.Saving;

/// <summary>Writes the config of a functional model (keras/src/models/functional.py: <c>get_config</c>).</summary>
internal sealed class FunctionalWriter(FunctionalGraph graph, string model)
{
    /// <summary>Layers with their applications, and the places of inputs and outputs.</summary>
    public void Write(Config config, TensorStructure inputs, TensorStructure outputs)
    {
        config["layers"] = graph.Layers.Select(object? (layer) => Entry(layer)).ToList();
        config["input_layers"] = Structure(inputs);
        config["output_layers"] = Structure(outputs);
    }

    /// <summary>A layer as models hold it: the object, and the shapes that it was built for.</summary>
    public static Config Entry(Layer layer, string model)
    {
        if (layer is OpLayer operation)
        {
            return Operations.Write(operation, model).ToConfig();
        }

        Config entry = ObjectRegistry.Serialize(layer).ToConfig();
        if (layer is not InputLayer && layer.Built)
        {
            entry["build_config"] = new Config { ["input_shape"] = layer is Model { Graph: not null } and not Sequential ? null : Shapes(layer.BuildShapes) };
        }

        if (layer is Model inner)
        {
            entry["compile_config"] = CompileConfig.Write(inner);
        }

        return entry;
    }

    private static object? Shapes(Shape[]? shapes) => shapes is null ? null : shapes.Length == 1 ? ConfigConverter.Write(shapes[0]) : shapes.Select(object? (shape) => ConfigConverter.Write(shape)).ToList();

    private Config Entry(Layer layer)
    {
        Config entry = Entry(layer, model);
        entry["name"] = layer.Name;
        entry["inbound_nodes"] = Nodes(layer).Where(node => node.Arguments.Inputs.Length > 0)
            .Select(object? (node) => layer is OpLayer operation ? Operations.WriteCall(operation, node.Arguments, model, KerasTensor) : Call(node.Arguments)).ToList();
        return entry;
    }

    /// <summary>The applications of a layer that belong to this model.</summary>
    private List<Node> Nodes(Layer layer) => [.. layer.InboundNodes.Where(graph.Nodes.Contains)];

    private Config Call(CallArguments arguments)
    {
        var positional = new List<object?>();
        Config named = [];
        for (int i = 0; i < arguments.Inputs.Length; i++)
        {
            object tensor = KerasTensor(arguments.Inputs[i]);
            if (arguments.InputNames?[i] is not { } name)
            {
                positional.Add(tensor);
            }
            else if (arguments.InputNames.Count(n => n == name) > 1)
            {
                // Several tensors under one name are a list, as the states of recurrent layers.
                named[name] = named.TryGetValue(name, out object? list) ? (List<object?>)[.. (List<object?>)list!, tensor] : new List<object?> { tensor };
            }
            else
            {
                named[name] = tensor;
            }
        }

        foreach ((string name, object? value) in arguments.Options)
        {
            named[name] = value;
        }

        if (arguments.Training is { } training)
        {
            named["training"] = training;
        }

        if (arguments.Masks is { } masks && Array.Exists(masks, mask => mask is not null))
        {
            named["mask"] = masks is [{ } one] ? KerasTensor(one) : masks.Select(object? (mask) => mask is null ? null : KerasTensor(mask)).ToList();
        }

        return new Config { ["args"] = arguments.IsList ? new List<object?> { positional } : positional, ["kwargs"] = named };
    }

    private Config KerasTensor(Tensor tensor) => new()
    {
        ["class_name"] = "__keras_tensor__",
        ["config"] = new Config { ["shape"] = ConfigConverter.Write(tensor.Shape), ["dtype"] = tensor.DType.Name(), ["keras_history"] = History(tensor) },
    };

    private List<object?> History(Tensor tensor)
    {
        TensorOrigin origin = TensorOrigin.Of(tensor) ?? throw new NotSupportedException(
            $"Model '{model}': a layer is applied to numbers beside symbolic tensors, which cannot be written to a file. Keep them in a weight that is not trained.");
        return [origin.Node.Layer.Name, (long)Math.Max(0, Nodes(origin.Node.Layer).IndexOf(origin.Node)), (long)origin.Index];
    }

    private object? Structure(TensorStructure tensors)
    {
        if (tensors.Names is { } names)
        {
            Config map = [];
            for (int i = 0; i < names.Count; i++)
            {
                map[names[i]] = History(tensors.Items[i]);
            }

            return map;
        }

        return tensors.Items.Count == 1 ? History(tensors.Items[0]) : tensors.Items.Select(object? (tensor) => History(tensor)).ToList();
    }
}
