using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Filters.</content>
public static partial class Ops
{
    public static partial class Image
    {
        /// <summary>Images blurred by a Gaussian, zeros outside: <c>keras.ops.image.gaussian_blur</c>.</summary>
        /// <param name="images">Images.</param>
        /// <param name="kernelSize">The size of the filter, height and width; (3, 3) when not given.</param>
        /// <param name="sigma">Its deviations; (1, 1) when not given.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor GaussianBlur(Tensor images, IntTuple kernelSize = default, (double Height, double Width)? sigma = null, string? dataFormat = null)
        {
            int[] size = kernelSize.IsNone ? [3, 3] : kernelSize.Expand(2, nameof(kernelSize));
            (double tall, double wide) = sigma ?? (1, 1);
            if (size[0] < 1 || size[1] < 1 || !(tall > 0) || !(wide > 0))
            {
                throw new ArgumentException($"GaussianBlur: sizes must be at least 1 and deviations above 0. Received: kernelSize={kernelSize}, sigma={sigma}.");
            }

            return OfImages("gaussian_blur", images, dataFormat, t =>
            {
                Tensor x = Op.ToFloat(t);
                return InDTypeOf(t, PerChannel(x, Outer(Bell(size[1], wide), Bell(size[0], tall)), "same"));
            }, 2, size, new[] { tall, wide }, dataFormat);
        }

        /// <summary>Slopes of images by Sobel's filters, zeros outside: (..., 2) along a new last axis, down and right. <c>keras.ops.image.sobel_edges</c>.</summary>
        /// <param name="images">Images (batch, height, width, channels).</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor SobelEdges(Tensor images, string? dataFormat = null) => Op.Call("sobel_edges", images, t =>
        {
            Tensor down = Tensor.From([-1f, -2, -1, 0, 0, 0, 1, 2, 1], KerasSharp.Shape.Of(3, 3));
            Tensor Slopes(Tensor filter) => OfImages("sobel_edges", Op.ToFloat(t), dataFormat, x => PerChannel(x, filter, "same"), 2);
            return Stack([Slopes(down), Slopes(Transpose(down))], -1);
        }, dataFormat);

        /// <summary>
        /// The structural similarity of images (Wang et al. 2004, equation 13), the mean over pixels and channels: one number for each of the batch.
        /// <c>keras.ops.image.ssim</c>.
        /// </summary>
        /// <param name="image1">Images (batch, height, width, channels).</param>
        /// <param name="image2">As many of the same shape.</param>
        /// <param name="maxVal">The range of the values.</param>
        /// <param name="filterSize">The size of the Gaussian that means are taken with.</param>
        /// <param name="filterSigma">Its deviation.</param>
        /// <param name="k1">Steadies the means.</param>
        /// <param name="k2">Steadies the deviations.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor Ssim(
            Tensor image1, Tensor image2, double maxVal = 1, int filterSize = 11, double filterSigma = 1.5, double k1 = 0.01, double k2 = 0.03, string? dataFormat = null) =>
            Op.Binary("ssim", image1, image2, (a, b) =>
            {
                if (a.Rank != 4 || !a.Shape.IsCompatibleWith(b.Shape))
                {
                    throw new ShapeException($"Ssim: both must be images (batch, height, width, channels) of one shape. Received: image1.Shape={a.Shape}, image2.Shape={b.Shape}.");
                }

                Tensor filter = Outer(Bell(filterSize, filterSigma), Bell(filterSize, filterSigma));
                Tensor Means(Tensor x) => ChannelsLast(x, dataFormat, t => PerChannel(t, filter, "valid"));
                double c1 = k1 * maxVal * k1 * maxVal, c2 = k2 * maxVal * k2 * maxVal;
                Tensor first = Means(a), second = Means(b), product = Prim.Multiply(first, second), squares = Prim.Add(Prim.Square(first), Prim.Square(second));
                Tensor covariance = Prim.Subtract(Means(Prim.Multiply(a, b)), product);
                Tensor variances = Prim.Subtract(Means(Prim.Add(Prim.Square(a), Prim.Square(b))), squares);
                Tensor luminance = Prim.Divide(Prim.Add(Prim.Multiply(product, 2), c1), Prim.Add(squares, c1));
                Tensor structure = Prim.Divide(Prim.Add(Prim.Multiply(covariance, 2), c2), Prim.Add(variances, c2));
                return Mean(Prim.Multiply(luminance, structure), [1, 2, 3]);
            }, floating: true, maxVal, filterSize, filterSigma, k1, k2, dataFormat);

        /// <summary>Each channel filtered by itself with one kernel (h, w).</summary>
        private static Tensor PerChannel(Tensor x, Tensor filter, string padding)
        {
            int channels = x.Shape[3];
            if (channels < 0)
            {
                return Op.Unknown(x.Shape, x.DType);
            }

            Tensor kernel = Prim.Convert(Prim.Reshape(filter, filter.Shape.Concat(KerasSharp.Shape.Of(1, 1))), x.DType);
            return DepthwiseConv(x, Prim.BroadcastTo(kernel, filter.Shape.Concat(KerasSharp.Shape.Of(channels, 1))), padding: padding);
        }

        /// <summary>exp(-t² / 2σ²) around the middle, with sum 1.</summary>
        private static Tensor Bell(int size, double sigma)
        {
            double[] values = [.. Enumerable.Range(0, size).Select(i => Math.Exp(-Math.Pow(i - ((size - 1) / 2.0), 2) / (2 * sigma * sigma)))];
            return Tensor.From([.. values.Select(v => (float)(v / values.Sum()))], KerasSharp.Shape.Of(size));
        }
    }
}
