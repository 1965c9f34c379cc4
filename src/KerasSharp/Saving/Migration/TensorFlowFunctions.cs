using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Saving;

/// <summary>
/// Functions of TensorFlow on symbolic tensors, which Keras 2 keeps as layers of the classes <c>TFOpLambda</c> and <c>SlicingOpLambda</c> (tf_keras/layers/core/tf_op_layer.py): those of a closed
/// table are read as Keras 3's operations. Others stay what they are.
/// </summary>
internal static partial class TensorFlowFunctions
{
    private const string OldNames = "compat.v1.", KerasNames = "keras.";

    /// <summary>Reads a layer of a file.</summary>
    /// <param name="data">The layer.</param>
    /// <param name="name">Its name.</param>
    /// <param name="nodes">Its applications in the form of Keras 2.</param>
    /// <param name="operation">The operation, as Keras 3 has it.</param>
    /// <param name="calls">Its applications in the form of Keras 3.</param>
    public static bool TryRead(SerializedObject data, string name, List<object?> nodes, [NotNullWhen(true)] out SerializedObject? operation, [NotNullWhen(true)] out List<object?>? calls)
    {
        (operation, calls) = (null, null);
        if (data.ClassName is not ("TFOpLambda" or "SlicingOpLambda") || data.Config is not Config config || config.GetValueOrDefault("function") is not string function
            || nodes.Count == 0 || Layers.PlaceholderLayer.IsGiven(data, name) || !Rules.TryGetValue(Plain(function), out FunctionRule[]? rules))
        {
            return false;
        }

        List<OperationCall?> read = nodes.ConvertAll(node => Read(rules, node));
        if (read[0] is not { } first || !read.TrueForAll(other => other is not null && other.Operation == first.Operation && ConfigJson.Write(other.Config) == ConfigJson.Write(first.Config)))
        {
            return false;
        }

        first.Config["name"] = name;
        string className = first.Operation.Signature.ClassName;
        operation = new SerializedObject(first.Operation.Module, className, first.Config, className);
        calls = read.ConvertAll(item => (object?)item!.Node);
        return true;
    }

    /// <summary>The name without that of the version; image functions of version 1 compute something else.</summary>
    private static string Plain(string function)
    {
        string plain = function.StartsWith(OldNames, StringComparison.Ordinal) && !function.StartsWith(OldNames + "image.", StringComparison.Ordinal) ? function[OldNames.Length..] : function;
        return plain.StartsWith(KerasNames + "api.", StringComparison.Ordinal) ? KerasNames + plain["keras.api.".Length..] : plain;
    }

    private static OperationCall? Read(FunctionRule[] rules, object? item)
    {
        if (OldEntries.Node(item) is not { } node || node.GetValueOrDefault("args") is not List<object?> { Count: 1 } args)
        {
            return null;
        }

        Config given = node.GetValueOrDefault("kwargs") as Config ?? [];
        foreach (FunctionRule rule in rules)
        {
            if (rule.Bind(args[0], given) is { } bound && Call(Operations.OfClass(rule.ClassName), bound) is { } call)
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>What Keras's operation is made with, and its call; null where a file cannot say it so.</summary>
    private static OperationCall? Call(Operation operation, List<KeyValuePair<string, object?>> bound)
    {
        Config config = [], kwargs = [];
        foreach (OpParameter parameter in operation.Signature.Constructor)
        {
            object? value = bound.Find(item => item.Key == parameter.Name).Value;
            if (Operations.Places(value).Any() || (parameter.Kind == OpParameterKind.Many && value is List<object?>))
            {
                return null;
            }

            if (value is not null)
            {
                config[parameter.Name] = value;
            }
        }

        List<object?> args = [];
        foreach (OpParameter parameter in operation.Signature.Call)
        {
            List<object?> values = [.. bound.Where(item => item.Key == parameter.Name).Select(item => parameter.Kind == OpParameterKind.Value ? item.Value : Tensors(item.Value, parameter.Kind))];
            if (parameter.Kind == OpParameterKind.Many || (!parameter.ByName && values is not ([] or [null])))
            {
                args.AddRange(values);
            }
            else if (values is [{ } value])
            {
                kwargs[parameter.Name] = value;
            }
        }

        return new(operation, config, new Config { ["args"] = args, ["kwargs"] = kwargs });
    }

    /// <summary>An argument that is a tensor, or a list of such: numbers in lists are arrays.</summary>
    private static object? Tensors(object? value, OpParameterKind kind) =>
        kind == OpParameterKind.List ? value is List<object?> list ? list.ConvertAll(item => Tensors(item, OpParameterKind.Tensor)) : new List<object?> { value }
        : value is List<object?> numbers ? new Config { ["class_name"] = "__tensor__", ["config"] = new Config { ["value"] = numbers, ["dtype"] = DTypeOf(numbers) } }
        : value;

    private static string DTypeOf(List<object?> numbers)
    {
        List<object?> all = [.. Flat(numbers, 0)];
        return all.TrueForAll(item => item is bool) ? "bool" : all.TrueForAll(item => item is long) ? "int32" : "float32";
    }

    private static IEnumerable<object?> Flat(object? value, int depth) => value is List<object?> list && depth < 16 ? list.SelectMany(item => Flat(item, depth + 1)) : [value];
}

/// <summary>An operation as it is made, and an application of it.</summary>
internal sealed record OperationCall(Operation Operation, Config Config, Config Node);
