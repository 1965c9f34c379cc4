using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Convolutions and windows over volumes (N, depth, height, width, C), composed of those over images, for which there are kernels: a convolution is the sum of one over
/// images for each tap along the depth, and a window over a volume is one over its images and then one along the depth.
/// </summary>
internal static class Volumes
{
    /// <summary>Whether shapes are known well enough, and not empty: other cases are the primitive's own, whose shape rule and errors they get.</summary>
    public static bool Fit(ConvolutionGeometry geometry, Shape image, Shape kernel, Shape? result) =>
        geometry.SpatialRank == 3 && image.IsStatic && kernel.IsStatic && result is { IsStatic: true } && image.Count > 0 && kernel.Count > 0 && result.Count > 0;

    /// <summary>The sum over the taps along the depth: the slices of the volume that a tap meets are as many images.</summary>
    public static Tensor Convolve(Tensor x, Tensor kernel, ConvolutionGeometry g)
    {
        Shape result = g.Output(x.Shape, kernel.Shape)!;
        Tensor padded = Prim.Pad(x, [0, g.PadLow[0], 0, 0, 0], [0, g.PadHigh[0], 0, 0, 0]);
        Shape images = Shape.Of(x.Shape[0] * result[1], x.Shape[2], x.Shape[3], x.Shape[4]);
        Tensor? sum = null;
        for (int tap = 0; tap < kernel.Shape[0]; tap++)
        {
            int start = tap * g.Dilation[0];
            Tensor met = Prim.SliceAxis(padded, 1, start, start + ((result[1] - 1) * g.Strides[0]) + 1, g.Strides[0]);
            Tensor part = Prim.Convolution(Prim.Reshape(met, images), Tap(kernel, tap), OfImages(g));
            sum = sum is null ? part : Prim.Add(sum, part);
        }

        return Prim.Reshape(sum!, result);
    }

    /// <summary>The other way: what a tap gives stands in the volume as far apart as the strides are.</summary>
    public static Tensor Transposed(Tensor dy, Tensor kernel, ConvolutionGeometry g, Shape volume)
    {
        Shape from = dy.Shape, images = Shape.Of(from[0] * from[1], volume[2], volume[3], volume[4]);
        Tensor flat = Prim.Reshape(dy, Shape.Of(from[0] * from[1], from[2], from[3], from[4]));
        int span = ((from[1] - 1) * g.Strides[0]) + 1, padded = g.PadLow[0] + volume[1] + g.PadHigh[0];
        Tensor? sum = null;
        for (int tap = 0; tap < kernel.Shape[0]; tap++)
        {
            int low = tap * g.Dilation[0];
            Tensor part = Prim.Reshape(Prim.ConvolutionInputGradient(flat, Tap(kernel, tap), OfImages(g), images), volume.With(1, from[1]));
            part = Prim.Pad(part, [0, low, 0, 0, 0], [0, padded - span - low, 0, 0, 0], interior: [0, g.Strides[0] - 1, 0, 0, 0]);
            sum = sum is null ? part : Prim.Add(sum, part);
        }

        return Prim.SliceAxis(sum!, 1, g.PadLow[0], g.PadLow[0] + volume[1]);
    }

    /// <summary>Whether a window slides over depth, height and width alone, of a volume of known sizes.</summary>
    public static bool Fit(WindowGeometry g, Shape x) => x.Rank == 5 && x.IsStatic && x.Count > 0 && g.Output(x).Count > 0
        && Array.TrueForAll([0, 4], axis => g.Window[axis] == 1 && g.Strides[axis] == 1 && g.PadLow[axis] == 0 && g.PadHigh[axis] == 0);

    /// <summary>A reduction of windows, of the images first, then along the depth, where what is left of an image counts as its channels.</summary>
    public static Tensor Reduce(Tensor x, WindowGeometry g, Func<Tensor, WindowGeometry, Tensor> reduce)
    {
        Shape shape = x.Shape, result = g.Output(shape);
        Tensor images = reduce(
            Prim.Reshape(x, Shape.Of(shape[0] * shape[1], shape[2], shape[3], shape[4])),
            new WindowGeometry(Part(g.Window, 1), Part(g.Strides, 1), Part(g.PadLow, 0), Part(g.PadHigh, 0)));
        Tensor columns = reduce(
            Prim.Reshape(images, Shape.Of(shape[0], shape[1], 1, result[2] * result[3] * result[4])),
            new WindowGeometry(new IntList([1, g.Window[1], 1, 1]), new IntList([1, g.Strides[1], 1, 1]), new IntList([0, g.PadLow[1], 0, 0]), new IntList([0, g.PadHigh[1], 0, 0])));
        return Prim.Reshape(columns, result);
    }

    private static IntList Part(IntList volume, int outside) => new([outside, volume[2], volume[3], outside]);

    private static Tensor Tap(Tensor kernel, int tap) => Prim.Reshape(Prim.SliceAxis(kernel, 0, tap, tap + 1), kernel.Shape[1..]);

    private static ConvolutionGeometry OfImages(ConvolutionGeometry g)
    {
        static IntList Rest(IntList all) => new([all[1], all[2]]);
        return new(Rest(g.Strides), Rest(g.PadLow), Rest(g.PadHigh), Rest(g.Dilation), g.Groups);
    }
}
