using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// How a convolution steps: strides, padding before and after, spacing of the kernel, one entry for each spatial axis, and the number of feature groups.
/// Images are (N, spatial..., C), kernels (spatial..., C / groups, features), results (N, spatial..., features).
/// </summary>
internal sealed record ConvolutionGeometry(IntList Strides, IntList PadLow, IntList PadHigh, IntList Dilation, int Groups)
{
    public int SpatialRank => Strides.Count;

    /// <summary>Size of a result's spatial axis; unknown stays unknown. Zero or less means that the kernel does not fit.</summary>
    public int OutputSize(int axis, int input, int kernel)
    {
        if (input < 0 || kernel < 0)
        {
            return Shape.Unknown;
        }

        int span = ((kernel - 1) * Dilation[axis]) + 1, room = input + PadLow[axis] + PadHigh[axis] - span;
        return room < 0 ? 0 : (room / Strides[axis]) + 1;
    }

    /// <summary>The result's shape, or null where the shapes do not fit together.</summary>
    public Shape? Output(Shape image, Shape kernel)
    {
        if (image.Rank != SpatialRank + 2 || kernel.Rank != SpatialRank + 2)
        {
            return null;
        }

        if (image[^1] >= 0 && kernel[^2] >= 0 && (image[^1] != kernel[^2] * Groups || kernel[^1] % Groups != 0))
        {
            return null;
        }

        var dims = new int[image.Rank];
        (dims[0], dims[^1]) = (image[0], kernel[^1]);
        for (int axis = 0; axis < SpatialRank; axis++)
        {
            dims[axis + 1] = OutputSize(axis, image[axis + 1], kernel[axis]);
        }

        return new Shape(dims);
    }

    /// <summary>Calls <paramref name="term"/> for every product of an image element and a kernel element, with the index of the result it belongs to.</summary>
    public void ForEachTerm(Shape image, Shape kernel, Shape result, Action<int, int, int> term)
    {
        int spatial = SpatialRank, channels = kernel[^2], features = kernel[^1], perGroup = features / Groups;
        int positions = (int)result[1..^1].Count, taps = (int)kernel[..^2].Count;
        Span<int> at = stackalloc int[spatial];
        for (int n = 0; n < image[0]; n++)
        {
            for (int position = 0; position < positions; position++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    int pixel = Locate(position, tap, image, kernel, result, at);
                    if (pixel < 0)
                    {
                        continue;
                    }

                    int from = ((n * (int)image[1..^1].Count) + pixel) * image[^1];
                    int to = ((n * positions) + position) * features;
                    for (int c = 0; c < channels; c++)
                    {
                        for (int f = 0; f < features; f++)
                        {
                            term(from + (f / perGroup * channels) + c, (((tap * channels) + c) * features) + f, to + f);
                        }
                    }
                }
            }
        }
    }

    public override string ToString() => $"strides={Strides} low={PadLow} high={PadHigh} dilation={Dilation} groups={Groups}";

    /// <summary>The pixel that a kernel tap meets at a result position, or -1 in the padding.</summary>
    private int Locate(int position, int tap, Shape image, Shape kernel, Shape result, Span<int> at)
    {
        for (int axis = SpatialRank - 1; axis >= 0; axis--)
        {
            int o = position % result[axis + 1], k = tap % kernel[axis];
            position /= result[axis + 1];
            tap /= kernel[axis];
            at[axis] = (o * Strides[axis]) - PadLow[axis] + (k * Dilation[axis]);
            if (at[axis] < 0 || at[axis] >= image[axis + 1])
            {
                return -1;
            }
        }

        int pixel = 0;
        for (int axis = 0; axis < SpatialRank; axis++)
        {
            pixel = (pixel * image[axis + 1]) + at[axis];
        }

        return pixel;
    }
}
