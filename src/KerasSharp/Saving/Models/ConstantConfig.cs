namespace KerasSharp.Saving;

/// <summary>Tensors of known numbers in configs: plain numbers, and <c>{class_name: "__tensor__", config: {value, dtype}}</c>.</summary>
internal static class ConstantConfig
{
    private const string Written = "__tensor__", Numpy = "__numpy__";

    /// <summary>A tensor as a config value. What was a C# number is a number again.</summary>
    public static object Write(Tensor tensor) => tensor.IsWeak || (tensor.Rank == 0 && tensor.DType == DType.Bool)
        ? Numbers(tensor)[0]!
        : new Config { ["class_name"] = Written, ["config"] = new Config { ["value"] = Nested(Numbers(tensor), tensor.Shape.ToArray()), ["dtype"] = tensor.DType.Name() } };

    /// <summary>The tensor of a config value; null where it is none.</summary>
    /// <exception cref="ModelFormatException">It is one with numbers that make no array.</exception>
    public static Tensor? Read(object? value, string where)
    {
        switch (value)
        {
            case bool truth:
                return truth;
            case long n and >= int.MinValue and <= int.MaxValue:
                return (int)n;
            case long n:
                return (double)n;
            case double d:
                return d;
            case Config map when map.GetValueOrDefault("class_name") is Written or Numpy:
                return map.GetValueOrDefault("config") is Config config && config.GetValueOrDefault("dtype") is string name && DTypes.TryParse(name, out DType dtype) && dtype != DType.String
                    ? Array(config.GetValueOrDefault("value"), dtype, where)
                    : throw ConfigFields.Wrong(where, "args", value, "a tensor with its value and dtype");
            default:
                return null;
        }
    }

    private static List<object?> Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.Bool => [.. tensor.ToArray<bool>()],
        DType.String => throw new NotSupportedException("A tensor of text beside symbolic tensors cannot be written to a file."),
        { } dtype when dtype.IsInteger() => [.. Ops.Cast(tensor, DType.Int64).ToArray<long>()],
        DType.Float32 when tensor.IsWeak => [.. tensor.ToArray<float>().Select(n => (object?)Shortest(n))],
        _ => [.. Ops.Cast(tensor, DType.Float64).ToArray<double>()],
    };

    /// <summary>The number that was written in C#: 0.1 and not the 0.10000000149 that a float holds.</summary>
    private static double Shortest(float number) => double.Parse(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static object? Nested(List<object?> numbers, ReadOnlySpan<int> shape)
    {
        if (shape.Length == 0)
        {
            return numbers[0];
        }

        var rows = new List<object?>();
        int size = shape[0] == 0 ? 0 : numbers.Count / shape[0];
        for (int i = 0; i < shape[0]; i++)
        {
            rows.Add(Nested(numbers.GetRange(i * size, size), shape[1..]));
        }

        return rows;
    }

    private static Tensor Array(object? value, DType dtype, string where)
    {
        var shape = new List<int>();
        for (object? level = value; level is List<object?> list; level = list.Count > 0 ? list[0] : null)
        {
            shape.Add(list.Count);
        }

        bool whole = dtype.IsInteger() || dtype == DType.Bool;
        var (integers, floats) = (new List<long>(), new List<double>());
        Flatten(value, 0);
        Shape sizes = Shape.Of([.. shape]);
        return Ops.Cast(whole ? Tensor.From([.. integers], sizes) : Tensor.From([.. floats], sizes), dtype);

        void Flatten(object? item, int axis)
        {
            switch (item)
            {
                case List<object?> list when axis < shape.Count && list.Count == shape[axis]:
                    list.ForEach(inner => Flatten(inner, axis + 1));
                    break;
                case long n when axis == shape.Count:
                    integers.Add(n);
                    floats.Add(n);
                    break;
                case bool b when axis == shape.Count:
                    integers.Add(b ? 1 : 0);
                    break;
                case double d when axis == shape.Count && !whole:
                    floats.Add(d);
                    break;
                default:
                    throw ConfigFields.Wrong(where, "value", item, $"numbers of {dtype.Name()} in lists of one length along each axis");
            }
        }
    }
}
