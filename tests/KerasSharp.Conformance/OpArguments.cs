using System.Reflection;
using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>From the arguments of a case to those of a method of <see cref="Ops"/>: names are made mechanically from Keras's.</summary>
internal static class OpArguments
{
    /// <summary>The name of a Keras function or argument in C#: <c>log_softmax</c> becomes <c>LogSoftmax</c>.</summary>
    public static string Pascal(string name) => string.Concat(name.Split('_').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>The method that takes these arguments, with them converted: the first overload that fits.</summary>
    /// <param name="name">Keras's name: <c>log_softmax</c>, <c>image.resize</c>.</param>
    /// <param name="args">Positional arguments as the case writes them.</param>
    /// <param name="kwargs">Named arguments.</param>
    /// <param name="tensor">What a reference stands for: a tensor, or the pair of a complex one; and the array itself, where a plan needs numbers beforehand.</param>
    public static (MethodInfo Method, object?[] Values) Bind(string name, List<object?> args, Config kwargs, Func<Config, (object Value, Tensor Concrete)> tensor)
    {
        string[] path = name.Split('.');
        string wanted = Pascal(path[^1]);
        Type place = path.Length == 1 ? typeof(Ops) : typeof(Ops).GetNestedType(Pascal(path[0])) ?? throw new CaseFailedException($"there is no Ops.{Pascal(path[0])}");
        bool wantsStep = kwargs.TryGetValue("retstep", out object? flag) && flag is true;
        MethodInfo[] overloads = [.. place.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) && Array.Exists(m.GetParameters(), p => p.IsOut) == wantsStep)
            .Select(m => m.IsGenericMethodDefinition ? m.MakeGenericMethod(typeof(float)) : m)];
        if (overloads.Length == 0)
        {
            throw new CaseFailedException($"there is no Ops.{wanted}");
        }

        string reason = "";
        foreach (MethodInfo method in overloads)
        {
            try
            {
                return (method, Convert(method, args, kwargs, tensor));
            }
            catch (Exception e) when (e is InvalidCastException or CaseFailedException)
            {
                reason = e.Message;
            }
        }

        throw new CaseFailedException(reason);
    }

    private static object?[] Convert(MethodInfo method, List<object?> args, Config kwargs, Func<Config, (object Value, Tensor Concrete)> tensor)
    {
        ParameterInfo[] parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        var given = new bool[parameters.Length];
        bool spread = parameters.Length > 0 && parameters[^1].IsDefined(typeof(ParamArrayAttribute));
        for (int i = 0; i < args.Count; i++)
        {
            if (spread && i >= parameters.Length - 1)
            {
                values[^1] = parameters[^1].ParameterType == typeof(TensorIndex[]) ? Indices(args[i]) : args[i..].Select(a => (Tensor)Value(a, typeof(Tensor), tensor)!).ToArray();
                given[^1] = true;
                break;
            }

            if (i == 0 && parameters[0].ParameterType == typeof(Tensor[]) && args.TrueForAll(a => a is Config node && node.ContainsKey("ref")))
            {
                // Keras's *args before keyword arguments: a list here.
                (values[0], given[0]) = (args.Select(a => (Tensor)Value(a, typeof(Tensor), tensor)!).ToArray(), true);
                break;
            }

            if (i >= parameters.Length)
            {
                throw new CaseFailedException($"Ops.{method.Name} takes {parameters.Length} arguments, not {args.Count}");
            }

            (values[i], given[i]) = (Value(args[i], parameters[i].ParameterType, tensor), true);
        }

        foreach ((string key, object? node) in kwargs)
        {
            string pascal = Pascal(key);
            int at = System.Array.FindIndex(parameters, p => p.Name!.Equals(pascal, StringComparison.OrdinalIgnoreCase));
            if (at < 0 && key == "retstep")
            {
                continue;
            }

            if (at < 0 && spread && parameters[^1].ParameterType == typeof((string, int)[]))
            {
                (values[^1], given[^1]) = (((string, int)[])[.. ((string, int)[]?)values[^1] ?? [], (key, (int)ConformanceCase.Number(node))], true);
                continue;
            }

            if (at < 0)
            {
                throw new CaseFailedException($"Ops.{method.Name} has no argument {key}");
            }

            (values[at], given[at]) = (Value(node, parameters[at].ParameterType, tensor), true);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            if (!given[i] && spread && i == parameters.Length - 1)
            {
                values[i] = Array.CreateInstance(parameters[i].ParameterType.GetElementType()!, 0);
            }
            else if (!given[i] && !parameters[i].IsOut)
            {
                values[i] = !parameters[i].HasDefaultValue ? throw new CaseFailedException($"Ops.{method.Name} needs {parameters[i].Name}")
                    : parameters[i].ParameterType.IsValueType && parameters[i].DefaultValue is null && Nullable.GetUnderlyingType(parameters[i].ParameterType) is null
                        ? Activator.CreateInstance(parameters[i].ParameterType) : parameters[i].DefaultValue;
            }
        }

        return values;
    }

    private static object? Value(object? node, Type type, Func<Config, (object Value, Tensor Concrete)> tensor)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (node is null)
        {
            return type == typeof(IntTuple) ? (object)default(IntTuple)
                : type.IsValueType && target == type ? throw new InvalidCastException($"None where {target.Name} is expected") : null;
        }

        if (node is Config { } reference && reference.ContainsKey("ref"))
        {
            (object value, Tensor concrete) = tensor(reference);
            return target == typeof(object) || target.IsInstanceOfType(value) ? value
                : target == typeof(IntTuple) ? (IntTuple)Array.ConvertAll(CaseTensors.Numbers(concrete), d => (int)d)
                : target == typeof(double) ? concrete.Item() : throw new InvalidCastException($"a tensor where {target.Name} is expected");
        }

        List<object?>? items = node as List<object?> ?? (node is Config c && c.TryGetValue("tuple", out object? tuple) ? (List<object?>)tuple! : null);
        if (items is not null)
        {
            return target == typeof(Shape) ? new Shape([.. items.Select(item => item is null ? -1 : (int)ConformanceCase.Number(item))])
                : target == typeof(IntTuple) ? (IntTuple)items.Select(item => (int)ConformanceCase.Number(item)).ToArray()
                : target == typeof(int[]) ? items.Select(item => (int)ConformanceCase.Number(item)).ToArray()
                : target == typeof(Tensor[]) ? items.Select(item => (Tensor)Value(item, typeof(Tensor), tensor)!).ToArray()
                : target == typeof(int[][]) ? items.Select(item => ((List<object?>)item!).Select(n => (int)ConformanceCase.Number(n)).ToArray()).ToArray()
                : target == typeof(Tensor) ? Literal(items)
                : target == typeof((Tensor, Tensor)) ? ((Tensor)Value(items[0], typeof(Tensor), tensor)!, (Tensor)Value(items[1], typeof(Tensor), tensor)!)
                : target == typeof((double, double)) ? (ConformanceCase.Number(items[0]), ConformanceCase.Number(items[1]))
                : target == typeof((int, int)[]) ? items.Select(Pair).ToArray()
                : throw new InvalidCastException($"a tuple where {target.Name} is expected");
        }

        return node switch
        {
            string text when target == typeof(DType) => DTypes.Parse(text),
            string text when target == typeof(NormOrder) => text is "fro" or "nuc" ? (NormOrder)text : (NormOrder)ConformanceCase.Number(text),
            string text when target == typeof(string) => text,
            long or double when target == typeof(NormOrder) => (NormOrder)ConformanceCase.Number(node),
            bool flag when target == typeof(bool) => flag,
            bool flag when target == typeof(Tensor) => (Tensor)flag,
            long n when target == typeof(int) => (int)n,
            long n when target == typeof(IntTuple) => (IntTuple)(int)n,
            long n when target == typeof(Shape) => Shape.Of((int)n),
            long n when target == typeof(Tensor) => (Tensor)(int)n,
            long n when target == typeof((int, int)[]) => new (int, int)[] { ((int)n, (int)n) },
            _ when target == typeof(double) => ConformanceCase.Number(node),
            _ when target == typeof(Tensor) => (Tensor)ConformanceCase.Number(node),
            _ => throw new InvalidCastException($"{node} where {target.Name} is expected"),
        };
    }

    private static Tensor Literal(List<object?> items)
    {
        if (items.Exists(item => item is List<object?>))
        {
            return Ops.Stack([.. items.Select(item => Literal((List<object?>)item!))]);
        }

        return items.TrueForAll(item => item is long)
            ? Tensor.From(items.Select(item => (int)(long)item!).ToArray().AsSpan<int>())
            : Tensor.From(items.Select(item => (float)ConformanceCase.Number(item)).ToArray().AsSpan<float>());
    }

    /// <summary>What stands between the brackets of <c>x[...]</c>.</summary>
    private static TensorIndex[] Indices(object? node)
    {
        List<object?> items = node is Config map && map.TryGetValue("tuple", out object? tuple) ? (List<object?>)tuple! : [node];
        return [.. items.Select(item => item switch
        {
            null => TensorIndex.NewAxis,
            Config c when c.ContainsKey("ellipsis") => TensorIndex.Ellipsis,
            Config c => Slice((List<object?>)c["slice"]!),
            _ => (TensorIndex)(int)ConformanceCase.Number(item),
        })];
    }

    private static TensorIndex Slice(List<object?> bounds)
    {
        static int? Bound(object? node) => node is null ? null : (int)ConformanceCase.Number(node);
        return TensorIndex.Slice(Bound(bounds[0]), Bound(bounds[1]), Bound(bounds[2]) ?? 1);
    }

    private static (int, int) Pair(object? node)
    {
        List<object?> pair = node as List<object?> ?? (List<object?>)((Config)node!)["tuple"]!;
        return ((int)ConformanceCase.Number(pair[0]), (int)ConformanceCase.Number(pair[1]));
    }
}
