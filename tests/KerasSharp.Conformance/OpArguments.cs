using System.Reflection;
using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>From the arguments of a case to those of a method of <see cref="Ops"/>: names are made mechanically from Keras's.</summary>
internal static class OpArguments
{
    /// <summary>The name of a Keras function or argument in C#: <c>log_softmax</c> becomes <c>LogSoftmax</c>.</summary>
    public static string Pascal(string name) => string.Concat(name.Split('_').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>The method that takes these arguments, with them converted: the first overload that fits.</summary>
    public static (MethodInfo Method, object?[] Values) Bind(string name, List<object?> args, Config kwargs, Func<Config, Tensor> tensor)
    {
        string wanted = Pascal(name);
        MethodInfo[] overloads = [.. typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))];
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

    private static object?[] Convert(MethodInfo method, List<object?> args, Config kwargs, Func<Config, Tensor> tensor)
    {
        ParameterInfo[] parameters = method.GetParameters();
        var values = new object?[parameters.Length];
        var given = new bool[parameters.Length];
        bool spread = parameters.Length > 0 && parameters[^1].IsDefined(typeof(ParamArrayAttribute));
        for (int i = 0; i < args.Count; i++)
        {
            if (spread && i >= parameters.Length - 1)
            {
                values[^1] = args[i..].Select(a => (Tensor)Value(a, typeof(Tensor), tensor)!).ToArray();
                given[^1] = true;
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
            if (at < 0)
            {
                throw new CaseFailedException($"Ops.{method.Name} has no argument {key}");
            }

            (values[at], given[at]) = (Value(node, parameters[at].ParameterType, tensor), true);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            if (!given[i])
            {
                values[i] = !parameters[i].HasDefaultValue ? throw new CaseFailedException($"Ops.{method.Name} needs {parameters[i].Name}")
                    : parameters[i].ParameterType.IsValueType && parameters[i].DefaultValue is null && Nullable.GetUnderlyingType(parameters[i].ParameterType) is null
                        ? default(IntTuple) : parameters[i].DefaultValue;
            }
        }

        return values;
    }

    private static object? Value(object? node, Type type, Func<Config, Tensor> tensor)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (node is null)
        {
            return type == typeof(IntTuple) ? (object)default(IntTuple)
                : type.IsValueType && target == type ? throw new InvalidCastException($"None where {target.Name} is expected") : null;
        }

        if (node is Config { } reference && reference.ContainsKey("ref"))
        {
            Tensor value = tensor(reference);
            return target == typeof(Tensor) ? value
                : target == typeof(IntTuple) ? (IntTuple)System.Array.ConvertAll(Ops.Cast(value, DType.Float64).ToArray<double>(), d => (int)d)
                : target == typeof(double) ? value.Item() : throw new InvalidCastException($"a tensor where {target.Name} is expected");
        }

        List<object?>? items = node as List<object?> ?? (node is Config c && c.TryGetValue("tuple", out object? tuple) ? (List<object?>)tuple! : null);
        if (items is not null)
        {
            return target == typeof(Shape) ? new Shape([.. items.Select(item => item is null ? -1 : (int)ConformanceCase.Number(item))])
                : target == typeof(IntTuple) ? (IntTuple)items.Select(item => (int)ConformanceCase.Number(item)).ToArray()
                : target == typeof(int[]) ? items.Select(item => (int)ConformanceCase.Number(item)).ToArray()
                : target == typeof(Tensor[]) ? items.Select(item => (Tensor)Value(item, typeof(Tensor), tensor)!).ToArray()
                : target == typeof(Tensor) ? Literal(items)
                : target == typeof((int, int)[]) ? items.Select(Pair).ToArray()
                : throw new InvalidCastException($"a tuple where {target.Name} is expected");
        }

        return node switch
        {
            string text when target == typeof(DType) => DTypes.Parse(text),
            string text when target == typeof(string) => text,
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

    private static Tensor Literal(List<object?> items) => items.TrueForAll(item => item is long)
        ? Tensor.From(items.Select(item => (int)(long)item!).ToArray().AsSpan<int>())
        : Tensor.From(items.Select(item => (float)ConformanceCase.Number(item)).ToArray().AsSpan<float>());

    private static (int, int) Pair(object? node)
    {
        List<object?> pair = node as List<object?> ?? (List<object?>)((Config)node!)["tuple"]!;
        return ((int)ConformanceCase.Number(pair[0]), (int)ConformanceCase.Number(pair[1]));
    }
}
