using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Colours.</content>
public static partial class Ops
{
    public static partial class Image
    {
        /// <summary>Brightness of RGB images, one channel: 0.2989 R + 0.587 G + 0.114 B. <c>keras.ops.image.rgb_to_grayscale</c>.</summary>
        /// <param name="images">Images of three channels.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor RgbToGrayscale(Tensor images, string? dataFormat = null) => OfImages("rgb_to_grayscale", images, dataFormat, t =>
        {
            Tensor colours = Op.ToFloat(ThreeChannels("RgbToGrayscale", t));
            Tensor weights = Prim.Convert(Prim.Constant(new float[] { 0.2989f, 0.587f, 0.114f }), colours.DType);
            return InDTypeOf(t, ExpandDims(Prim.DotGeneral(colours, weights, [], [], [colours.Rank - 1], [0]), -1));
        }, 2, dataFormat);

        /// <summary>Hue, saturation and value, all in [0, 1], of RGB images in [0, 1]: <c>keras.ops.image.rgb_to_hsv</c>.</summary>
        /// <param name="images">Images of three channels, floating point.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <exception cref="ArgumentException">The images are integers.</exception>
        public static Tensor RgbToHsv(Tensor images, string? dataFormat = null) => OfImages("rgb_to_hsv", images, dataFormat, t =>
        {
            Tensor[] rgb = Split(Floating("RgbToHsv", t), 3, -1);
            (Tensor red, Tensor green, Tensor blue) = (rgb[0], rgb[1], rgb[2]);
            Tensor value = Prim.Maximum(Prim.Maximum(red, green), blue), range = Prim.Subtract(value, Prim.Minimum(Prim.Minimum(red, green), blue));
            Tensor saturation = SafeDivide(range, value);
            Tensor Sector(Tensor from, Tensor to, double start) => Prim.Add(SafeDivide(Prim.Subtract(from, to), range), start);
            Tensor hue = Prim.Select(
                Prim.Equal(red, value), Sector(green, blue, 0), Prim.Select(Prim.Equal(green, value), Sector(blue, red, 2), Sector(red, green, 4)));
            hue = Prim.Divide(hue, 6);
            hue = Prim.Select(Prim.Less(hue, Prim.Scalar(0, t.DType)), Prim.Add(hue, 1), hue);
            hue = Prim.Select(Prim.Greater(range, Prim.Scalar(0, t.DType)), hue, Prim.Scalar(0, t.DType));
            return Prim.Concatenate(t.Rank - 1, hue, saturation, value);
        }, 2, dataFormat);

        /// <summary>RGB of images of hue, saturation and value in [0, 1]: <c>keras.ops.image.hsv_to_rgb</c>.</summary>
        /// <param name="images">Images of three channels, floating point.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <exception cref="ArgumentException">The images are integers.</exception>
        public static Tensor HsvToRgb(Tensor images, string? dataFormat = null) => OfImages("hsv_to_rgb", images, dataFormat, t =>
        {
            Tensor[] hsv = Split(Floating("HsvToRgb", t), 3, -1);
            Tensor turned = Prim.Multiply(hsv[0], 6), chroma = Prim.Multiply(hsv[1], hsv[2]);

            // Along the hue each channel is full for two sixths and empty for two, with straight flanks between.
            Tensor Channel(double shift)
            {
                Tensor place = Prim.FloorMod(Prim.Add(turned, shift), Prim.Scalar(6, t.DType));
                Tensor missing = Prim.Maximum(Prim.Minimum(Prim.Minimum(place, Prim.Subtract(4, place)), 1), 0);
                return Prim.Subtract(hsv[2], Prim.Multiply(chroma, missing));
            }

            return Prim.Concatenate(t.Rank - 1, Channel(5), Channel(3), Channel(1));
        }, 2, dataFormat);

        private static Tensor ThreeChannels(string op, Tensor t) => t.Shape[^1] is 3 or -1
            ? t
            : throw new ShapeException($"{op}: the images must have three channels. Received: Shape={t.Shape} (channels last).", nameof(t));

        private static Tensor Floating(string op, Tensor t) => ThreeChannels(op, t).DType.IsFloating()
            ? t
            : throw new ArgumentException($"{op}: the images must be floating point, in [0, 1]. Received: dtype={t.DType.Name()}. Cast them and divide by 255.", nameof(t));
    }
}
