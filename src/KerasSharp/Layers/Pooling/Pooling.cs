using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Windows as pooling layers share them.</summary>
internal static class Pooling
{
    public static Tensor Max(Tensor x, Sizes window, Sizes strides, string padding, string dataFormat) =>
        Spatial.InLastFormat(x, dataFormat, image => Prim.WindowMax(image, Geometry(image.Shape, window, strides, padding)));

    /// <summary>Sums over the number of elements that lie inside the image: padding does not count.</summary>
    public static Tensor Average(Tensor x, Sizes window, Sizes strides, string padding, string dataFormat) => Spatial.InLastFormat(x, dataFormat, image =>
    {
        Tensor sum = Prim.WindowSum(image, Geometry(image.Shape, window, strides, padding));
        Shape one = image.Shape.With(0, 1).With(image.Rank - 1, 1);
        if (padding == "valid" || !one.IsStatic)
        {
            return Prim.Divide(sum, (double)window.Aggregate((a, b) => a * b));
        }

        return Prim.Divide(sum, Prim.WindowSum(Prim.Ones(one, image.DType), Geometry(one, window, strides, padding)));
    });

    private static WindowGeometry Geometry(Shape image, Sizes window, Sizes strides, string padding)
    {
        int[] sizes = [1, .. window, 1], steps = [1, .. strides, 1], low = new int[image.Rank], high = new int[image.Rank];
        for (int i = 0; i < window.Count; i++)
        {
            (low[i + 1], high[i + 1]) = Spatial.Pad(image[i + 1], window[i], strides[i], padding);
        }

        return new WindowGeometry(new IntList(sizes), new IntList(steps), new IntList(low), new IntList(high));
    }
}
