using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>The operations on symbolic tensors that files may name: a closed table, as of everything that files name. It writes them, too.</summary>
internal static partial class Operations
{
    private const string ArgsKey = "args", KwargsKey = "kwargs";
    private static readonly Dictionary<string, Operation> ByName = new(StringComparer.Ordinal), ByClass = new(StringComparer.Ordinal);

    static Operations()
    {
        foreach (Operation operation in Elementwise().Concat(Arrays()).Concat(Reductions()).Concat(Networks()).Concat(Algebra()).Concat(Images()))
        {
            ByName.Add(operation.Name, operation);
            ByClass.Add(operation.Signature.ClassName, operation);
        }

        // Keras has these under two names, and records the second.
        foreach ((string name, string className, string of) in new[] { ("abs", "Abs", "absolute"), ("conj", "Conj", "conjugate"), ("bitwise_not", "BitwiseNot", "bitwise_invert"), ("swish", "Swish", "silu"), ("hard_swish", "HardSwish", "hard_silu") })
        {
            ByName[name] = ByClass[className] = ByName[of];
        }
    }

    /// <summary>Whether a module and class of a file name an operation.</summary>
    public static bool Has(string? module, string className) => IsOperation(module) && ByClass.ContainsKey(className);

    /// <summary>The operation of a class that there is.</summary>
    public static Operation OfClass(string className) => ByClass[className];

    /// <summary>Whether a module is one of Keras's operations.</summary>
    public static bool IsOperation(string? module) => module is not null && module.StartsWith("keras.src.ops.", StringComparison.Ordinal);

    /// <summary>An entry of a file; with the module of an operation where a legacy file, which has no modules, means one: an operation has no <c>trainable</c>, as the layers of the same names have.</summary>
    public static SerializedObject OfLegacy(SerializedObject data) =>
        data is { Module: null, RegisteredName: null, Config: Config config } && !config.ContainsKey("trainable") && ByClass.TryGetValue(data.ClassName, out Operation? operation)
            ? data with { Module = operation.Module, RegisteredName = data.ClassName }
            : data;

    /// <summary>The class of an operation: Keras's, or the words of its name put together where Keras has none.</summary>
    public static string ClassOf(string name) => ByName.TryGetValue(name, out Operation? operation)
        ? operation.Signature.ClassName
        : string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The layer that stands for an operation of a file.</summary>
    /// <exception cref="ModelFormatException">The operation is not known.</exception>
    public static OpLayer Read(SerializedObject source, string name, string where)
    {
        if (!ByClass.TryGetValue(source.ClassName, out Operation? operation))
        {
            throw new ModelFormatException($"{where}: the operation is not known here. Received: module={source.Module}, class_name={source.ClassName}.{NearestName.Hint(source.ClassName, ByClass.Keys)}");
        }

        Config config = source.Config as Config ?? [];
        return new OpLayer(source, name, arguments =>
        {
            var tensors = new Queue<Tensor>(arguments.Inputs);
            List<object?> args = arguments.Option<List<object?>>(ArgsKey, []);
            Config kwargs = arguments.Option<Config>(KwargsKey, []);
            Dictionary<Config, Tensor> symbolic = new(ReferenceEqualityComparer.Instance);
            foreach (Config place in Places(args).Concat(kwargs.Values.SelectMany(value => Places(value))))
            {
                symbolic[place] = tensors.Dequeue();
            }

            return operation.Apply(new OpArguments(
                config, operation.Signature.Bind(args, kwargs, where), value => value is Config map && symbolic.TryGetValue(map, out Tensor? tensor) ? tensor : ConstantConfig.Read(value, where), source.ClassName, where));
        });
    }

    /// <summary>One application of an operation of a file: tensors in the order in which they stand in its arguments, which are kept.</summary>
    public static CallArguments Call(List<object?> args, Config kwargs, IEnumerable<Tensor> tensors) =>
        new([.. tensors]) { Options = new Dictionary<string, object?>(StringComparer.Ordinal) { [ArgsKey] = args, [KwargsKey] = kwargs } };

    /// <summary>The places of symbolic tensors in the arguments of a call.</summary>
    public static IEnumerable<Config> Places(object? value, int depth = 0) => value switch
    {
        Config map when map.GetValueOrDefault("class_name") is "__keras_tensor__" => [map],
        List<object?> list when depth < 8 => list.SelectMany(item => Places(item, depth + 1)),
        _ => [],
    };

    /// <summary>The operation as files hold it, without its applications.</summary>
    /// <exception cref="NotSupportedException">Keras has no such operation.</exception>
    public static SerializedObject Write(OpLayer layer, string model)
    {
        if (layer.Source is { } source)
        {
            return new(source.Module, source.ClassName, source.Config, source.RegisteredName);
        }

        Operation operation = Find(layer, model);
        Config config = new() { ["name"] = layer.Name };
        foreach ((string key, object? value) in Written(operation, layer, layer.InboundNodes[0].Arguments, model, _ => new Config()).Config)
        {
            config[key] = value;
        }

        return new(operation.Module, operation.Signature.ClassName, config, operation.Signature.ClassName);
    }

    /// <summary>An application of an operation as files hold it.</summary>
    /// <param name="layer">The operation.</param>
    /// <param name="arguments">The application.</param>
    /// <param name="model">Name of the model, for messages.</param>
    /// <param name="tensor">How a symbolic tensor is written.</param>
    public static Config WriteCall(OpLayer layer, CallArguments arguments, string model, Func<Tensor, Config> tensor)
    {
        if (layer.Source is null)
        {
            (_, List<object?> args, Config kwargs) = Written(Find(layer, model), layer, arguments, model, tensor);
            return new Config { [ArgsKey] = args, [KwargsKey] = kwargs };
        }

        int next = 0;
        return new Config { [ArgsKey] = Replaced(arguments.Options[ArgsKey]), [KwargsKey] = Replaced(arguments.Options[KwargsKey]) };

        object? Replaced(object? value) => value switch
        {
            Config map when map.GetValueOrDefault("class_name") is "__keras_tensor__" => tensor(arguments.Inputs[next++]),
            Config map => new Config(map.Select(item => KeyValuePair.Create(item.Key, Replaced(item.Value)))),
            List<object?> list => list.ConvertAll(Replaced),
            _ => value,
        };
    }

    private static (Config Config, List<object?> Args, Config Kwargs) Written(Operation operation, OpLayer layer, CallArguments arguments, string model, Func<Tensor, Config> tensor)
    {
        try
        {
            return operation.Signature.Write(layer.Recorded!.Values, arguments.Inputs, layer.Recorded.Present, x => x.IsConcrete ? ConstantConfig.Write(x) : tensor(x));
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException($"Model '{model}': the operation '{layer.Name}' on symbolic tensors cannot be written to a file. {error.Message}", error);
        }
    }

    private static Operation Find(OpLayer layer, string model) => ByName.GetValueOrDefault(layer.Recorded!.Name) ?? throw new NotSupportedException(
        $"Model '{model}': the operation '{layer.Name}' on symbolic tensors cannot be written to a file: Keras has none to write it as. Put it into a layer of your own marked [KerasSerializable].");

    private static Operation Of(string module, string signature, Func<OpArguments, Tensor> apply, string? name = null) => Many(module, signature, a => [apply(a)], name);

    private static Operation Two(string module, string signature, Func<OpArguments, (Tensor, Tensor)> apply) => Many(module, signature, a => apply(a) is var (first, second) ? [first, second] : []);

    private static Operation Many(string module, string signature, Func<OpArguments, Tensor[]> apply, string? name = null)
    {
        var parsed = new OpSignature(signature);
        return new(name ?? Naming.ToSnakeCase(parsed.ClassName), $"keras.src.ops.{module}", parsed, apply);
    }
}
