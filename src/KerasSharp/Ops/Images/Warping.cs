using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>What augmentations do to images with numbers that are drawn.</content>
public static partial class Ops
{
    public static partial class Image
    {
        /// <summary>Images whose pixels come from other places.</summary>
        /// <param name="images">Images.</param>
        /// <param name="moves">(batch, height, width, 2): how far right and down of each pixel its number comes from.</param>
        /// <param name="interpolation">"bilinear" or "nearest".</param>
        /// <param name="fillMode">Outside: see <see cref="MapCoordinates"/>.</param>
        /// <param name="fillValue">The fill value.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        internal static Tensor Displaced(Tensor images, Tensor moves, string interpolation, string fillMode, double fillValue, string? dataFormat) => OfImages("displaced", images, dataFormat, t =>
        {
            Tensor[] by = Unstack(Prim.Convert(moves, Op.ToFloat(t).DType), 2, -1);
            return Distorted(t, (x, y) => (Prim.Add(x, by[0]), Prim.Add(y, by[1])), OrderOf("Displaced", interpolation), fillMode, fillValue);
        }, 2);

        /// <summary>Images with each channel filtered by one kernel (height, width), zeros outside.</summary>
        internal static Tensor Filtered(Tensor images, Tensor filter, string? dataFormat) => OfImages("filtered", images, dataFormat, t => PerChannel(t, filter, "same"), 2);

        /// <summary>A Gaussian (height, width) with sum 1, of deviations (down, across) that are known only when it is used.</summary>
        internal static Tensor Gaussian(int[] size, Tensor deviations)
        {
            Tensor[] sigma = Unstack(deviations, 2);
            Tensor Bell(int taps, Tensor s)
            {
                Tensor place = Prim.Subtract(Prim.Iota([taps], 0, DType.Float32), (taps - 1) / 2.0);
                Tensor bell = Exp(-Square(place / s) / 2);
                return bell / Sum(bell);
            }

            return Outer(Bell(size[0], sigma[0]), Bell(size[1], sigma[1]));
        }
    }
}
