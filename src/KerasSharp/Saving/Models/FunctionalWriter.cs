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

    /// <summary>A layer as models hold it.</summary>
    public static Config Entry(Layer layer, string model)
    {
        if (layer is not OpLayer operation)
        {
            return ObjectRegistry.Write(layer);
        }

        Config entry = Operations.Write(operation, model).ToConfig();
        SharedObjectWriter.Record(operation, entry);
        return entry;
    }

    private Config Entry(Layer layer)
    {
        Config entry = Entry(layer, model);
        entry["name"] = layer.Name;
        entry["inbound_nodes"] = Nodes(layer).Where(node => node.Arguments.Inputs.Length > 0)
            .Select(object? (node) => layer is OpLayer operation ? Operations.WriteCall(operation, node.Arguments, model, KerasTensor) : Call(layer, node.Arguments)).ToList();
        return entry;
    }

    /// <summary>The applications of a layer that belong to this model.</summary>
    private List<Node> Nodes(Layer layer) => [.. layer.InboundNodes.Where(graph.Nodes.Contains)];

    private Config Call(Layer layer, CallArguments arguments)
    {
        // Several tensors under one name are a list, as the states of recurrent layers.
        string[] names = [.. arguments.Inputs.Select((_, i) => layer.TensorName(arguments, i))];
        bool isList = arguments.IsList && layer.TensorNames is null;
        List<object?> args = [];
        Config named = [];
        foreach (IGrouping<string, int> group in Enumerable.Range(0, names.Length).GroupBy(i => names[i]))
        {
            List<object?> tensors = [.. group.Select(i => KerasTensor(arguments.Inputs[i]))];
            bool isOptional = arguments.InputNames?[group.First()] is not null || (layer.TensorNames is { } all && group.Key == all[^1]);
            if (!isOptional)
            {
                args.AddRange(isList ? [tensors] : tensors);
            }
            else
            {
                named[group.Key] = tensors is [var one] ? one : tensors;
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
        else if (layer.NodeKeepsMask(arguments))
        {
            named["mask"] = isList ? names.Select(object? (_) => null).ToList() : null;
        }

        return new Config { ["args"] = args, ["kwargs"] = named };
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
            foreach (string name in tensors.GivenNames!)
            {
                map[name] = History(tensors.Items[names.ToList().IndexOf(name)]);
            }

            return map;
        }

        return tensors.Items.Count == 1 ? History(tensors.Items[0]) : tensors.Items.Select(object? (tensor) => History(tensor)).ToList();
    }
}
