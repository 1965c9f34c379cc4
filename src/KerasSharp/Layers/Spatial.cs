using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Padding and layout of layers over images and sequences.</summary>
internal static class Spatial
{
    /// <summary>Padding before and after, as TensorFlow's "same" has it: what is odd goes after.</summary>
    public static (int Low, int High) Pad(int size, int window, int stride, string padding)
    {
        if (padding == "causal")
        {
            return (window - 1, 0);
        }

        if (padding != "same" || size < 0)
        {
            return (0, 0);
        }

        int outputs = (size + stride - 1) / stride, total = Math.Max(((outputs - 1) * stride) + window - size, 0);
        return (total / 2, total - (total / 2));
    }

    /// <summary>Refuses an input that is shorter than a window along an axis.</summary>
    /// <exception cref="ShapeException">It is shorter.</exception>
    public static void CheckFit(Layer owner, Shape shape, int axis, int padding, int span)
    {
        if (shape[axis] >= 0 && shape[axis] + padding < span)
        {
            throw new ShapeException(
                $"{owner.Label}: the window must fit into the input. Received: inputs.Shape={shape} (channels last), a window that spans {span} along axis {axis}. Use padding: \"same\", or a smaller window.",
                nameof(shape));
        }
    }

    public static string CheckPadding(string padding, bool allowCausal, string owner)
    {
        ArgumentNullException.ThrowIfNull(padding);
#pragma warning disable CA1308 // Keras writes it in small letters.
        string lower = padding.ToLowerInvariant();
#pragma warning restore CA1308
        return lower is "valid" or "same" || (allowCausal && lower == "causal") ? lower : throw new ArgumentException(
            $"{owner}: padding must be \"valid\"{(allowCausal ? ", \"same\" or \"causal\"" : " or \"same\"")}. Received: padding=\"{padding}\".", nameof(padding));
    }

    public static string CheckFormat(string? dataFormat, string owner) => dataFormat switch
    {
        null or "channels_last" => "channels_last",
        "channels_first" => "channels_first",
        _ => throw new ArgumentException($"{owner}: dataFormat must be \"channels_last\" or \"channels_first\". Received: dataFormat=\"{dataFormat}\".", nameof(dataFormat)),
    };

    /// <summary>Each point of the spatial axes repeated along them; sizes that are not known stay so.</summary>
    public static Tensor Repeat(Tensor x, int first, IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(x);
        for (int i = 0; i < sizes.Count; i++)
        {
            x = sizes[i] == 1 ? x : Ops.Repeat(x, sizes[i], first + i);
        }

        return x;
    }

    /// <summary>Applies a function of channels-last data to data in either layout.</summary>
    public static Tensor InLastFormat(Tensor x, string dataFormat, Func<Tensor, Tensor> apply)
    {
        if (dataFormat == "channels_last")
        {
            return apply(x);
        }

        int rank = x.Rank;
        int[] toLast = [0, .. Enumerable.Range(2, rank - 2), 1], toFirst = [0, rank - 1, .. Enumerable.Range(1, rank - 2)];
        return Prim.Transpose(apply(Prim.Transpose(x, toLast)), toFirst);
    }
}
