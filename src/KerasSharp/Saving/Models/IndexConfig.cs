using KerasSharp.Tensors;

namespace KerasSharp.Saving;

/// <summary>What stands between the brackets of <c>x[...]</c>, as files have it: numbers, nulls for new axes, slices and an ellipsis.</summary>
internal static class IndexConfig
{
    private const string Slice = "__slice__", Ellipsis = "__ellipsis__";

    /// <summary>The indices as a config value: a list, or the index itself where there is one.</summary>
    public static object? Write(TensorIndex[] key) => key.Length == 1 ? One(key[0]) : key.Select(One).ToList();

    /// <summary>The indices of a config value; null where it means something else, such as indices computed by the model.</summary>
    public static TensorIndex[]? Read(object? value)
    {
        List<object?> items = value as List<object?> ?? [value];
        var key = new TensorIndex[items.Count];
        for (int i = 0; i < key.Length; i++)
        {
            if (Read(items[i], out key[i]))
            {
                continue;
            }

            return null;
        }

        return key;
    }

    private static object? One(TensorIndex index) => index.Kind switch
    {
        IndexKind.NewAxis => null,
        IndexKind.Element => (long)index.Start!.Value,
        IndexKind.Ellipsis => new Config { ["class_name"] = Ellipsis, ["config"] = new Config() },
        _ => new Config { ["class_name"] = Slice, ["config"] = new Config { ["start"] = index.Start is 0 ? null : index.Start, ["stop"] = index.Stop, ["step"] = index.Step == 1 ? null : index.Step } },
    };

    private static bool Read(object? item, out TensorIndex index)
    {
        index = TensorIndex.NewAxis;
        switch (item)
        {
            case null:
                return true;
            case long n and >= int.MinValue and <= int.MaxValue:
                index = (int)n;
                return true;
            case Config map when map.GetValueOrDefault("class_name") is Ellipsis:
                index = TensorIndex.Ellipsis;
                return true;
            case Config map when map.GetValueOrDefault("class_name") is Slice && map.GetValueOrDefault("config") is Config slice:
                if (Bound(slice, "start", out int? start) && Bound(slice, "stop", out int? stop) && Bound(slice, "step", out int? step) && step is not 0)
                {
                    index = TensorIndex.Slice(start, stop, step ?? 1);
                    return true;
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>A bound of a slice. Python cuts bounds off at the axis, however large they are.</summary>
    private static bool Bound(Config slice, string key, out int? bound)
    {
        object? value = slice.GetValueOrDefault(key);
        bound = value is long n ? (int)Math.Clamp(n, int.MinValue + 1, int.MaxValue) : null;
        return value is null or long;
    }
}
