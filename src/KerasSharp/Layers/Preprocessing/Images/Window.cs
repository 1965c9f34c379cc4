namespace KerasSharp.Layers;

/// <summary>A part of an image, which becomes another image of some size.</summary>
internal readonly record struct Window(int Top, int Left, int Height, int Width)
{
    /// <summary>The largest part in the middle with the ratio of a size, as Keras rounds.</summary>
    public static Window OfRatio((int Height, int Width) image, int height, int width)
    {
        int tall = Math.Max(Math.Min(image.Height, (int)((double)image.Width * height / width)), 1);
        int wide = Math.Max(Math.Min(image.Width, (int)((double)image.Height * width / height)), 1);
        return new((image.Height - tall) / 2, (image.Width - wide) / 2, tall, wide);
    }

    /// <summary>The image around which margins make the ratio of a size: a window that lies partly outside.</summary>
    public static Window AroundRatio((int Height, int Width) image, int height, int width)
    {
        int tall = Math.Max(image.Height, (int)((double)image.Width * height / width));
        int wide = Math.Max(image.Width, (int)((double)image.Height * width / height));
        (int above, int before) = ((tall - image.Height) / 2, (wide - image.Width) / 2);
        return new(-above, -before, image.Height + (2 * above), image.Width + (2 * before));
    }

    /// <summary>Boxes (left, top, right, bottom) of the image as they lie in the new one.</summary>
    public Tensor Move(Tensor boxes, int height, int width) =>
        Utils.BoundingBoxes.Scaled(Utils.BoundingBoxes.Pad(boxes, -Top, -Left), (double)width / Width, (double)height / Height);
}
