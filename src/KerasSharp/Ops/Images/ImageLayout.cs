using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Images: <c>keras.ops.image</c>.</content>
public static partial class Ops
{
    /// <summary>
    /// The functions of <c>keras.ops.image</c>. Images are (height, width, channels) or (batch, height, width, channels); with <c>dataFormat: "channels_first"</c>
    /// channels stand before height and width. They are differentiable in the images (and in coordinates) wherever the mathematics is.
    /// </summary>
    public static partial class Image
    {
        /// <summary>Applies a function of batches, channels last, to images of either rank and layout.</summary>
        private static Tensor OfImages(string name, Tensor images, string? dataFormat, Func<Tensor, Tensor> function, int spatial, params ReadOnlySpan<OpValue> values)
        {
            ArgumentNullException.ThrowIfNull(images);
            if (images.Rank != spatial + 1 && images.Rank != spatial + 2)
            {
                throw new ShapeException(
                    $"{name}: images must have {spatial + 1} axes (one image) or {spatial + 2} (a batch). Received: Shape={images.Shape}.", nameof(images));
            }

            return Op.Call(name, images, t =>
            {
                bool single = t.Rank == spatial + 1;
                Tensor result = ChannelsLast(single ? Prim.Reshape(t, t.Shape.Insert(0, 1)) : t, dataFormat, function);
                return single ? Prim.Reshape(result, result.Shape[1..]) : result;
            }, values);
        }

        /// <summary>The result in the dtype of the images: integers rounded and brought into range.</summary>
        private static Tensor InDTypeOf(Tensor images, Tensor result) => images.DType.IsFloating() || result.DType == images.DType
            ? Prim.Convert(result, images.DType)
            : SaturateCast(Prim.Round(result), images.DType);

        /// <summary>Sizes of height and width, which must be known.</summary>
        private static bool SizesKnown(Tensor t) => t.Shape[1] >= 0 && t.Shape[2] >= 0;
    }
}
