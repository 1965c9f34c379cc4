using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp;

/// <content>Pooling over one to three spatial axes. <c>dataFormat</c> is "channels_last" (the default) or "channels_first".</content>
public static partial class Ops
{
    /// <summary>The largest element of each window; strides are the sizes of the window unless given.</summary>
    public static Tensor MaxPool(Tensor inputs, IntTuple poolSize, IntTuple strides = default, string padding = "valid", string? dataFormat = null) =>
        Op.Call("max_pool", inputs, x => ChannelsLast(x, dataFormat, t => Prim.WindowMax(t, Window(t, poolSize, strides, padding, "MaxPool"))), poolSize, strides, padding, dataFormat);

    /// <summary>The mean of each window, over its elements inside the tensor; strides are the sizes of the window unless given.</summary>
    public static Tensor AveragePool(Tensor inputs, IntTuple poolSize, IntTuple strides = default, string padding = "valid", string? dataFormat = null) =>
        Op.Float("average_pool", inputs, x => ChannelsLast(x, dataFormat, t =>
        {
            WindowGeometry window = Window(t, poolSize, strides, padding, "AveragePool");
            Tensor sum = Prim.WindowSum(t, window);
            if (!IsSame(padding, "AveragePool"))
            {
                return Prim.Multiply(sum, 1.0 / window.Window.ToArray().Aggregate(1, (a, b) => a * b));
            }

            Tensor inside = Prim.Ones(Kept(t.Shape, [0, t.Rank - 1]), t.DType);
            return Prim.Divide(sum, Prim.WindowSum(inside, window));
        }), poolSize, strides, padding, dataFormat);

    /// <summary>The mean of so many nearly equal parts of each spatial axis.</summary>
    public static Tensor AdaptiveAveragePool(Tensor inputs, IntTuple outputSize, string? dataFormat = null) =>
        Op.Float("adaptive_average_pool", inputs, x => Adaptive(x, outputSize, dataFormat, AverageOfParts), outputSize, dataFormat);

    /// <summary>The largest element of so many nearly equal parts of each spatial axis.</summary>
    public static Tensor AdaptiveMaxPool(Tensor inputs, IntTuple outputSize, string? dataFormat = null) =>
        Op.Call("adaptive_max_pool", inputs, x => Adaptive(x, outputSize, dataFormat, MaxOfParts), outputSize, dataFormat);

    private static WindowGeometry Window(Tensor x, IntTuple poolSize, IntTuple strides, string padding, string op)
    {
        int rank = x.Rank - 2;
        int[] size = poolSize.Expand(rank, nameof(poolSize)), stride = strides.IsNone ? size : strides.Expand(rank, nameof(strides));
        (int[] low, int[] high) = PaddingOf(padding, x, size, stride, [.. size.Select(_ => 1)], op);
        static IntList Wide(int[] spatial, int outside) => new([outside, .. spatial, outside]);
        return new WindowGeometry(Wide(size, 1), Wide(stride, 1), Wide(low, 0), Wide(high, 0));
    }

    /// <summary>What the table of the parts of an axis takes for an element or a part, about.</summary>
    private const int PartBytes = 64;

    /// <summary>Part i of n reaches from floor(i * size / n) to ceil((i + 1) * size / n), as torch divides.</summary>
    private static Tensor Adaptive(Tensor x, IntTuple outputSize, string? dataFormat, Func<Tensor, int, (int Start, int End)[], Tensor> reduce) => ChannelsLast(x, dataFormat, t =>
    {
        int[] parts = outputSize.Expand(t.Rank - 2, nameof(outputSize));
        for (int axis = 1; axis < t.Rank - 1; axis++)
        {
            int size = t.Shape[axis], n = parts[axis - 1];
            if (size < 0)
            {
                t = Prim.BroadcastTo(Prim.SliceAxis(t, axis, -1), t.Shape.With(axis, n)); // only shapes are being inferred
                continue;
            }

            DeferredWeights.Charge($"Adaptive pooling of {size} to {n}: the table of parts", ((long)size + n) * PartBytes);
            t = reduce(t, axis, [.. Enumerable.Range(0, n).Select(i => ((int)((long)i * size / n), (int)((((i + 1L) * size) + n - 1) / n)))]);
        }

        return t;
    });

    private static Tensor AverageOfParts(Tensor x, int axis, (int Start, int End)[] parts) => Prim.MixAxis(
        x, axis, new AxisMixture(x.Shape[axis], [.. parts.Select(part => Enumerable.Range(part.Start, part.End - part.Start).Select(i => (i, 1.0 / (part.End - part.Start))).ToArray())]));

    /// <summary>Parts are made equally long by naming their last element again, which changes no maximum.</summary>
    private static Tensor MaxOfParts(Tensor x, int axis, (int Start, int End)[] parts)
    {
        int length = parts.Max(part => part.End - part.Start);
        int[] places = [.. parts.SelectMany(part => Enumerable.Range(part.Start, length).Select(i => Math.Min(i, part.End - 1)))];
        Shape divided = x.Shape.With(axis, length).Insert(axis, parts.Length);
        bool whole = places.Length == x.Shape[axis] && parts.Length * length == places.Length && parts[^1].Start == (parts.Length - 1) * length;
        return Prim.ReduceMax(Prim.Reshape(whole ? x : Prim.Gather(x, Prim.Constant(places), axis), divided), axis + 1);
    }
}
