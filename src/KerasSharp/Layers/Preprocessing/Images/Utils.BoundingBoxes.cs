using KerasSharp.Layers;
using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Bounding boxes.</content>
public static partial class Utils
{
    /// <summary><c>keras.utils.bounding_boxes</c>: boxes as four numbers along the last axis.</summary>
    /// <remarks>
    /// <c>x</c> counts pixels from the left, <c>y</c> from the top, <c>w</c> and <c>h</c> are sizes; the box of a whole image is (0, 0, width, height). Numbers of <c>rel_</c> formats are parts
    /// of the image's width and height.
    /// </remarks>
    public static class BoundingBoxes
    {
        private static readonly string[] s_formats = ["xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx", "rel_xywh", "rel_center_xywh"];

        /// <summary>The formats that there are.</summary>
        public static IReadOnlyList<string> Formats => s_formats;

        /// <summary>Boxes in another format: <c>keras.utils.bounding_boxes.convert_format</c>.</summary>
        /// <param name="boxes">(..., 4).</param>
        /// <param name="source">Their format.</param>
        /// <param name="target">The format wanted.</param>
        /// <param name="height">The image's height; needed between relative and other formats.</param>
        /// <param name="width">The image's width; needed likewise.</param>
        /// <param name="dtype">Dtype of the result; float32 when not given.</param>
        /// <exception cref="ArgumentException">A format is unknown, or the image's size is needed.</exception>
        /// <exception cref="ShapeException">The last axis is not of size 4.</exception>
        public static Tensor ConvertFormat(Tensor boxes, string source, string target, double? height = null, double? width = null, DType? dtype = null)
        {
            ArgumentNullException.ThrowIfNull(boxes);
            source = CheckFormat(source, nameof(ConvertFormat));
            target = CheckFormat(target, nameof(ConvertFormat));
            CheckShape(boxes, nameof(ConvertFormat));
            bool fromParts = source.StartsWith("rel_", StringComparison.Ordinal), toParts = target.StartsWith("rel_", StringComparison.Ordinal);
            if ((fromParts || toParts) && (height is null || width is null))
            {
                throw new ArgumentException(
                    $"ConvertFormat: relative boxes need the size of the image. Received: source=\"{source}\", target=\"{target}\", height={height?.ToString() ?? "null"}, width={width?.ToString() ?? "null"}.",
                    nameof(height));
            }

            Tensor given = Ops.Cast(boxes, dtype ?? DType.Float32);
            if (source == target)
            {
                return given;
            }

            Tensor corners = ToCorners(given, fromParts ? source[4..] : source);
            (double x, double y) = fromParts == toParts ? (1, 1) : fromParts ? (width!.Value, height!.Value) : (1 / width!.Value, 1 / height!.Value);
            return FromCorners(x == 1 && y == 1 ? corners : Scaled(corners, x, y), toParts ? target[4..] : target);
        }

        /// <summary>Boxes cut off at the edges of the image: <c>keras.utils.bounding_boxes.clip_to_image_size</c>. Boxes of which nothing is left get the label -1.</summary>
        /// <param name="boundingBoxes">Boxes with labels.</param>
        /// <param name="height">The image's height; not needed for <c>"rel_xyxy"</c>.</param>
        /// <param name="width">The image's width; not needed for <c>"rel_xyxy"</c>.</param>
        /// <param name="boundingBoxFormat"><c>"xyxy"</c> or <c>"rel_xyxy"</c>.</param>
        /// <exception cref="ArgumentException">The format is another, or sizes are missing.</exception>
        public static LabeledBoxes ClipToImageSize(LabeledBoxes boundingBoxes, double? height = null, double? width = null, string boundingBoxFormat = "xyxy")
        {
            ArgumentNullException.ThrowIfNull(boundingBoxes);
            bool parts = boundingBoxFormat == "rel_xyxy";
            if (!parts && (boundingBoxFormat != "xyxy" || height is null || width is null))
            {
                throw new ArgumentException(
                    $"ClipToImageSize: the format must be \"rel_xyxy\", or \"xyxy\" with height and width. Received: boundingBoxFormat=\"{boundingBoxFormat}\", height={height?.ToString() ?? "null"}, width={width?.ToString() ?? "null"}.",
                    nameof(boundingBoxFormat));
            }

            CheckShape(boundingBoxes.Boxes, nameof(ClipToImageSize));
            Tensor boxes = Within(boundingBoxes.Boxes, parts ? 1 : height!.Value, parts ? 1 : width!.Value);
            Tensor[] sides = Sides(boxes);
            Tensor left = Ops.Squeeze((sides[2] - sides[0]) * (sides[3] - sides[1]), -1) > 0, labels = boundingBoxes.Labels;
            return new(boxes, Ops.Cast(Ops.Where(labels.Rank > left.Rank ? Ops.ExpandDims(left, -1) : left, labels, -1), labels.DType));
        }

        /// <summary>Boxes as they lie in a part of the image, cut off at its edges: <c>keras.utils.bounding_boxes.crop</c>.</summary>
        /// <param name="boxes">(..., 4), as <c>"xyxy"</c>.</param>
        /// <param name="top">Rows above the part.</param>
        /// <param name="left">Columns left of the part.</param>
        /// <param name="height">The part's height.</param>
        /// <param name="width">The part's width.</param>
        /// <exception cref="ShapeException">The last axis is not of size 4.</exception>
        public static Tensor Crop(Tensor boxes, Tensor top, Tensor left, double height, double width)
        {
            ArgumentNullException.ThrowIfNull(boxes);
            CheckShape(boxes, nameof(Crop));
            Tensor[] s = Sides(boxes);
            return Within(Ops.Concatenate([s[0] - left, s[1] - top, s[2] - left, s[3] - top], -1), height, width);
        }

        /// <summary>Boxes as they lie in an image with margins: <c>keras.utils.bounding_boxes.pad</c>.</summary>
        /// <param name="boxes">(..., 4), as <c>"xyxy"</c>.</param>
        /// <param name="top">Rows added above.</param>
        /// <param name="left">Columns added on the left.</param>
        /// <exception cref="ShapeException">The last axis is not of size 4.</exception>
        public static Tensor Pad(Tensor boxes, Tensor top, Tensor left)
        {
            ArgumentNullException.ThrowIfNull(boxes);
            CheckShape(boxes, nameof(Pad));
            Tensor[] s = Sides(boxes);
            return Ops.Concatenate([s[0] + left, s[1] + top, s[2] + left, s[3] + top], -1);
        }

        /// <summary>The format in small letters, if there is such a one.</summary>
        internal static string CheckFormat(string format, string owner)
        {
            ArgumentNullException.ThrowIfNull(format);
#pragma warning disable CA1308 // Keras writes it in small letters.
            string lower = format.ToLowerInvariant();
#pragma warning restore CA1308
            return s_formats.Contains(lower) ? lower : throw new ArgumentException(
                $"{owner}: the format of bounding boxes must be one of \"{string.Join("\", \"", s_formats)}\". Received: \"{format}\".", nameof(format));
        }

        /// <summary>Left, top, right and bottom, each (..., 1).</summary>
        internal static Tensor[] Sides(Tensor boxes) => Ops.Split(boxes, 4, -1);

        /// <summary>Corners multiplied.</summary>
        internal static Tensor Scaled(Tensor corners, double x, double y)
        {
            Tensor[] s = Sides(corners);
            return Ops.Concatenate([s[0] * x, s[1] * y, s[2] * x, s[3] * y], -1);
        }

        private static Tensor Within(Tensor corners, double height, double width)
        {
            Tensor[] s = Sides(corners);
            return Ops.Concatenate([Ops.Clip(s[0], 0, width), Ops.Clip(s[1], 0, height), Ops.Clip(s[2], 0, width), Ops.Clip(s[3], 0, height)], -1);
        }

        private static Tensor ToCorners(Tensor boxes, string format)
        {
            Tensor[] s = Sides(boxes);
            Tensor[] Around(Tensor x, Tensor y, Tensor w, Tensor h) => [x - (w / 2), y - (h / 2), x + (w / 2), y + (h / 2)];
            return Ops.Concatenate(
                format switch
                {
                    "yxyx" => [s[1], s[0], s[3], s[2]],
                    "xywh" => [s[0], s[1], s[0] + s[2], s[1] + s[3]],
                    "center_xywh" => Around(s[0], s[1], s[2], s[3]),
                    "center_yxhw" => Around(s[1], s[0], s[3], s[2]),
                    _ => s,
                },
                -1);
        }

        private static Tensor FromCorners(Tensor corners, string format)
        {
            Tensor[] s = Sides(corners);
            Tensor w = s[2] - s[0], h = s[3] - s[1];
            return Ops.Concatenate(
                format switch
                {
                    "yxyx" => [s[1], s[0], s[3], s[2]],
                    "xywh" => [s[0], s[1], w, h],
                    "center_xywh" => [s[0] + (w / 2), s[1] + (h / 2), w, h],
                    "center_yxhw" => [s[1] + (h / 2), s[0] + (w / 2), h, w],
                    _ => s,
                },
                -1);
        }

        private static void CheckShape(Tensor boxes, string owner)
        {
            if (boxes.Rank < 1 || boxes.Shape[^1] is not (4 or -1))
            {
                throw new ShapeException($"{owner}: boxes must have four numbers along the last axis. Received: boxes.Shape={boxes.Shape}.", nameof(boxes));
            }
        }
    }
}
