using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Margins and patches.</content>
public static partial class Ops
{
    public static partial class Image
    {
        /// <summary>Images without margins: <c>keras.ops.image.crop_images</c>. Of top, bottom and height two are given, of left, right and width too.</summary>
        /// <param name="images">Images.</param>
        /// <param name="topCropping">Rows to leave out above.</param>
        /// <param name="leftCropping">Columns to leave out on the left.</param>
        /// <param name="bottomCropping">Rows to leave out below.</param>
        /// <param name="rightCropping">Columns to leave out on the right.</param>
        /// <param name="targetHeight">The new height.</param>
        /// <param name="targetWidth">The new width.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <exception cref="ArgumentException">Not exactly two of three are given, or they do not fit the images.</exception>
        public static Tensor CropImages(
            Tensor images, int? topCropping = null, int? leftCropping = null, int? bottomCropping = null, int? rightCropping = null, int? targetHeight = null, int? targetWidth = null,
            string? dataFormat = null) => OfImages("crop_images", images, dataFormat, t =>
            {
                (int top, int height) = Margins("CropImages", "Cropping", "height", t.Shape[1], topCropping, bottomCropping, targetHeight, -1);
                (int left, int width) = Margins("CropImages", "Cropping", "width", t.Shape[2], leftCropping, rightCropping, targetWidth, -1);
                return SizesKnown(t)
                    ? Prim.SliceAxis(Prim.SliceAxis(t, 1, top, top + height), 2, left, left + width)
                    : Op.Unknown(KerasSharp.Shape.Of(t.Shape[0], height, width, t.Shape[3]), t.DType);
            }, 2, topCropping, leftCropping, bottomCropping, rightCropping, targetHeight, targetWidth, dataFormat);

        /// <summary>Images with margins of zeros: <c>keras.ops.image.pad_images</c>. Of top, bottom and height two are given, of left, right and width too.</summary>
        /// <param name="images">Images.</param>
        /// <param name="topPadding">Rows to add above.</param>
        /// <param name="leftPadding">Columns to add on the left.</param>
        /// <param name="bottomPadding">Rows to add below.</param>
        /// <param name="rightPadding">Columns to add on the right.</param>
        /// <param name="targetHeight">The new height.</param>
        /// <param name="targetWidth">The new width.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <exception cref="ArgumentException">Not exactly two of three are given, or they do not fit the images.</exception>
        public static Tensor PadImages(
            Tensor images, int? topPadding = null, int? leftPadding = null, int? bottomPadding = null, int? rightPadding = null, int? targetHeight = null, int? targetWidth = null,
            string? dataFormat = null) => OfImages("pad_images", images, dataFormat, t =>
            {
                (int top, int height) = Margins("PadImages", "Padding", "height", t.Shape[1], topPadding, bottomPadding, targetHeight, 1);
                (int left, int width) = Margins("PadImages", "Padding", "width", t.Shape[2], leftPadding, rightPadding, targetWidth, 1);
                return SizesKnown(t)
                    ? Prim.Pad(t, [0, top, left, 0], [0, height - t.Shape[1] - top, width - t.Shape[2] - left, 0])
                    : Op.Unknown(KerasSharp.Shape.Of(t.Shape[0], height, width, t.Shape[3]), t.DType);
            }, 2, topPadding, leftPadding, bottomPadding, rightPadding, targetHeight, targetWidth, dataFormat);

        /// <summary>Blocks of images, flattened row by row along the last axis: <c>keras.ops.image.extract_patches</c>.</summary>
        /// <param name="images">Images.</param>
        /// <param name="size">Height and width of a block.</param>
        /// <param name="strides">How far blocks are apart; their size when not given.</param>
        /// <param name="dilationRate">How far elements of a block are apart.</param>
        /// <param name="padding">"valid", or "same": zeros outside, as a convolution has them.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <returns>(batch, rows, columns, height * width * channels).</returns>
        public static Tensor ExtractPatches(Tensor images, IntTuple size, IntTuple strides = default, IntTuple dilationRate = default, string padding = "valid", string? dataFormat = null) =>
            PatchesOf("extract_patches", images, size, strides, dilationRate, padding, dataFormat, 2);

        /// <summary>Blocks of volumes (depth, height, width, channels), as <see cref="ExtractPatches"/>: <c>keras.ops.image.extract_patches_3d</c>.</summary>
        /// <param name="volumes">Volumes.</param>
        /// <param name="size">Depth, height and width of a block.</param>
        /// <param name="strides">How far blocks are apart; their size when not given.</param>
        /// <param name="dilationRate">How far elements of a block are apart.</param>
        /// <param name="padding">"valid" or "same".</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor ExtractPatches3d(Tensor volumes, IntTuple size, IntTuple strides = default, IntTuple dilationRate = default, string padding = "valid", string? dataFormat = null) =>
            PatchesOf("extract_patches_3d", volumes, size, strides, dilationRate, padding, dataFormat, 3);

        /// <summary>Images, or volumes, from blocks that do not overlap: <c>keras.ops.image.reconstruct_patches</c>, the inverse of <see cref="ExtractPatches"/>.</summary>
        /// <param name="patches">Blocks (batch, rows, columns, height * width * channels); of volumes with one more axis.</param>
        /// <param name="size">The size of a block: two numbers for images, three for volumes.</param>
        /// <param name="outputSize">The size of the images; needed where padding is "same", which adds margins.</param>
        /// <param name="strides">Only the size of a block is supported.</param>
        /// <param name="padding">"valid" or "same": that of the extraction.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <exception cref="ArgumentException">Blocks overlap, or sizes do not fit.</exception>
        public static Tensor ReconstructPatches(Tensor patches, IntTuple size, IntTuple outputSize = default, IntTuple strides = default, string padding = "valid", string? dataFormat = null)
        {
            ArgumentNullException.ThrowIfNull(patches);
            int spatial = size.IsSingle ? 2 : size.Count;
            int[] block = size.Expand(spatial, nameof(size));
            if (!strides.IsNone && !strides.Expand(spatial, nameof(strides)).SequenceEqual(block))
            {
                throw new ArgumentException($"ReconstructPatches: the blocks must not overlap. Received: size={size}, strides={strides}. Leave strides out.", nameof(strides));
            }

            return OfImages("reconstruct_patches", patches, dataFormat, t =>
            {
                int[] grid = t.Shape[1..^1].ToArray(), covered = [.. grid.Zip(block).Select(pair => pair.First < 0 ? -1 : pair.First * pair.Second)];
                int[] wanted = outputSize.IsNone ? covered : outputSize.Expand(spatial, nameof(outputSize));
                bool same = IsSame(padding, "ReconstructPatches");
                int channels = t.Shape[^1] < 0 ? -1 : t.Shape[^1] / block.Aggregate(1, (a, b) => a * b);
                if ((same && outputSize.IsNone) || wanted.Zip(covered).Where((pair, i) => pair.Second >= 0 && (same ? pair.First > pair.Second || pair.First <= pair.Second - block[i] : pair.First != pair.Second)).Any())
                {
                    throw new ArgumentException(
                        $"ReconstructPatches: the blocks cover ({string.Join(", ", covered)}), which outputSize must be, or with padding 'same' less by under a block. Received: outputSize={outputSize}, padding={padding}.",
                        nameof(outputSize));
                }

                Tensor split = Prim.Reshape(t, new Shape([t.Shape[0], .. grid, .. block, channels]));
                int[] order = [0, .. Enumerable.Range(0, spatial).SelectMany(axis => new[] { 1 + axis, 1 + spatial + axis }), split.Rank - 1];
                Tensor whole = Prim.Reshape(Prim.Transpose(split, order), new Shape([t.Shape[0], .. covered, channels]));
                for (int axis = 0; axis < spatial; axis++)
                {
                    int low = (covered[axis] - wanted[axis]) / 2;
                    whole = covered[axis] < 0 ? whole : Prim.SliceAxis(whole, axis + 1, low, low + wanted[axis]);
                }

                return whole;
            }, spatial, size, outputSize, strides, padding, dataFormat);
        }

        private static Tensor PatchesOf(string name, Tensor images, IntTuple size, IntTuple strides, IntTuple dilationRate, string padding, string? dataFormat, int spatial)
        {
            int[] block = size.Expand(spatial, nameof(size)), step = strides.IsNone ? block : strides.Expand(spatial, nameof(strides)), apart = OrOne(dilationRate, spatial, nameof(dilationRate));
            return OfImages(name, images, dataFormat, t =>
            {
                (int[] low, int[] high) = PaddingOf(padding, t, block, step, apart, name);
                Tensor padded = System.Array.TrueForAll([.. low, .. high], n => n == 0) ? t : Prim.Pad(t, [0, .. low, 0], [0, .. high, 0]);
                Tensor blocks = Blocks(padded, 1, block, step, apart, padded.Rank - 1);   // (batch, grid..., block, channels)
                int count = block.Aggregate(1, (a, b) => a * b);
                return Prim.Reshape(blocks, blocks.Shape[..^2].Concat(KerasSharp.Shape.Of(t.Shape[^1] < 0 ? -1 : count * t.Shape[^1])));
            }, spatial, size, strides, dilationRate.Or(1), padding, dataFormat);
        }

        /// <summary>The margin before an axis and its new size, of which one may have to be worked out; -1 where the size is unknown.</summary>
        private static (int Before, int Size) Margins(string op, string what, string sizeName, int size, int? before, int? after, int? target, int sign)
        {
            if ((before is null ? 0 : 1) + (after is null ? 0 : 1) + (target is null ? 0 : 1) != 2)
            {
                throw new ArgumentException(
                    $"{op}: exactly two of the two margins and the target {sizeName} must be given. Received: {(sizeName == "height" ? "top" : "left")}{what}={before}, {(sizeName == "height" ? "bottom" : "right")}{what}={after}, target={target}.");
            }

            if (size < 0)
            {
                return (before ?? 0, target ?? -1);
            }

            int result = target ?? (size + (sign * (before!.Value + after!.Value))), first = before ?? ((sign * (result - size)) - after!.Value);
            int last = (sign * (result - size)) - first;
            return first < 0 || last < 0 || result < 1
                ? throw new ArgumentException($"{op}: the margins must not be negative and leave something. Received: {sizeName} {size}, margins {first} and {last}, target {result}.")
                : (first, result);
        }
    }
}
