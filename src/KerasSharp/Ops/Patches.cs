using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Blocks of pictures as columns, and back.</content>
public static partial class Ops
{
    /// <summary>Blocks of pictures as columns: (batch, channels, h, w) becomes (batch, channels * block, blocks). <c>keras.ops.unfold</c>.</summary>
    /// <param name="x">Pictures, channels first.</param>
    /// <param name="kernelSize">The size of a block.</param>
    /// <param name="dilation">How far elements of a block are apart.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="stride">How far blocks are apart.</param>
    /// <exception cref="ShapeException"><paramref name="x"/> has another rank.</exception>
    public static Tensor Unfold(Tensor x, IntTuple kernelSize, IntTuple dilation = default, IntTuple padding = default, IntTuple stride = default) => Op.Call("unfold", x, t =>
    {
        if (t.Rank != 4)
        {
            throw new ShapeException($"Unfold: x must have four axes (batch, channels, height, width). Received: x.Shape={t.Shape}.", nameof(x));
        }

        (int[] size, int[] apart, int[] pad, int[] step) = BlockGeometry(kernelSize, dilation, padding, stride);
        Tensor padded = Prim.Pad(t, [0, 0, .. pad], [0, 0, .. pad]);
        Tensor columns = Blocks(padded, 2, size, step, apart, 2);   // (batch, channels, block, h', w')
        int Times(int a, int b) => a < 0 || b < 0 ? -1 : a * b;
        return Prim.Reshape(columns, KerasSharp.Shape.Of(t.Shape[0], Times(t.Shape[1], size[0] * size[1]), Times(columns.Shape[3], columns.Shape[4])));
    }, kernelSize, dilation.Or(1), padding.Or(0), stride.Or(1));

    /// <summary>The sums of overlapping blocks, the transpose of <see cref="Unfold"/>: (batch, channels * block, blocks) becomes (batch, channels, h, w). <c>keras.ops.fold</c>.</summary>
    /// <param name="x">Blocks as columns.</param>
    /// <param name="outputSize">The size (h, w) of the pictures.</param>
    /// <param name="kernelSize">The size of a block.</param>
    /// <param name="dilation">How far elements of a block are apart.</param>
    /// <param name="padding">Rows and columns on each side that fall away.</param>
    /// <param name="stride">How far blocks are apart.</param>
    /// <exception cref="ShapeException">The blocks do not fit the pictures.</exception>
    public static Tensor Fold(Tensor x, IntTuple outputSize, IntTuple kernelSize, IntTuple dilation = default, IntTuple padding = default, IntTuple stride = default) =>
        Op.Call("fold", x, t =>
        {
            (int[] size, int[] apart, int[] pad, int[] step) = BlockGeometry(kernelSize, dilation, padding, stride);
            int[] image = outputSize.Expand(2, nameof(outputSize)), blocks = new int[2];
            for (int axis = 0; axis < 2; axis++)
            {
                blocks[axis] = ((image[axis] + (2 * pad[axis]) - (apart[axis] * (size[axis] - 1)) - 1) / step[axis]) + 1;
            }

            int block = size[0] * size[1];
            if (t.Rank != 3 || (t.Shape[1] >= 0 && t.Shape[1] % block != 0) || (t.Shape[2] >= 0 && t.Shape[2] != blocks[0] * blocks[1]))
            {
                throw new ShapeException(
                    $"Fold: x must be (batch, channels * {block}, {blocks[0] * blocks[1]}) for these sizes. Received: x.Shape={t.Shape}, outputSize={outputSize}, kernelSize={kernelSize}.", nameof(x));
            }

            int channels = t.Shape[1] < 0 ? -1 : t.Shape[1] / block;
            Tensor spread = Prim.Reshape(t, KerasSharp.Shape.Of(t.Shape[0], channels, block, blocks[0], blocks[1]));
            Tensor? sum = null;
            for (int i = 0; i < block; i++)
            {
                // Each element of the blocks is a picture with gaps of the stride.
                Tensor part = Prim.Reshape(Prim.SliceAxis(spread, 2, i, i + 1), KerasSharp.Shape.Of(t.Shape[0], channels, blocks[0], blocks[1]));
                var (low, high) = (new int[4], new int[4]);
                for (int axis = 0; axis < 2; axis++)
                {
                    low[axis + 2] = (axis == 0 ? i / size[1] : i % size[1]) * apart[axis];
                    high[axis + 2] = image[axis] + (2 * pad[axis]) - low[axis + 2] - ((blocks[axis] - 1) * step[axis]) - 1;
                }

                part = Prim.Pad(part, low, high, 0, [0, 0, step[0] - 1, step[1] - 1]);
                sum = sum is null ? part : Prim.Add(sum, part);
            }

            return Prim.Slice(sum!, [0, 0, pad[0], pad[1]], [Primitives.Slice.End, Primitives.Slice.End, pad[0] + image[0], pad[1] + image[1]]);
        }, outputSize, kernelSize, dilation.Or(1), padding.Or(0), stride.Or(1));

    /// <summary>Regular blocks of spatial axes from <paramref name="first"/> on, their elements along a new axis, row-major.</summary>
    internal static Tensor Blocks(Tensor x, int first, int[] size, int[] stride, int[] dilation, int newAxis)
    {
        int rank = x.Rank, count = size.Aggregate(1, (a, b) => a * b);
        var parts = new Tensor[count];
        for (int i = 0; i < count; i++)
        {
            int[] starts = new int[rank], limits = [.. Enumerable.Repeat(Primitives.Slice.End, rank)], strides = [.. Enumerable.Repeat(1, rank)];
            for (int axis = size.Length - 1, left = i; axis >= 0; left /= size[axis--])
            {
                int at = left % size[axis] * dilation[axis], length = x.Shape[first + axis], span = ((size[axis] - 1) * dilation[axis]) + 1;
                int blocks = length < 0 ? 0 : length < span ? 0 : ((length - span) / stride[axis]) + 1;
                (starts[first + axis], strides[first + axis]) = (at, stride[axis]);
                limits[first + axis] = length < 0 ? Primitives.Slice.End : blocks == 0 ? at : at + ((blocks - 1) * stride[axis]) + 1;
            }

            Tensor part = Prim.Slice(x, starts, limits, strides);
            parts[i] = Prim.Reshape(part, part.Shape.Insert(newAxis, 1));
        }

        return Prim.Concatenate(newAxis, parts);
    }

    private static (int[] Size, int[] Dilation, int[] Padding, int[] Stride) BlockGeometry(IntTuple kernelSize, IntTuple dilation, IntTuple padding, IntTuple stride) =>
        (kernelSize.Expand(2, nameof(kernelSize)), OrOne(dilation, 2, nameof(dilation)), padding.IsNone ? [0, 0] : padding.Expand(2, nameof(padding)), OrOne(stride, 2, nameof(stride)));
}
