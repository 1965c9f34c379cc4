using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Reductions over segments: rows of the first axis with the same number belong together. Differentiable in the data.</content>
public static partial class Ops
{
    /// <summary>The sums of the segments, 0 of empty ones: <c>keras.ops.segment_sum</c>.</summary>
    /// <param name="data">Rows along the first axis.</param>
    /// <param name="segmentIds">The segment (an integer from 0) of each row; rows outside the segments are left out.</param>
    /// <param name="numSegments">The number of segments; when not given, one more than the largest number. Needed in compiled functions.</param>
    /// <param name="sorted">Whether the numbers ascend; it changes nothing here.</param>
    /// <exception cref="ShapeException"><paramref name="segmentIds"/> is no vector with a number for each row.</exception>
    /// <exception cref="NotSupportedException">A compiled function without <paramref name="numSegments"/>.</exception>
    public static Tensor SegmentSum(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segments("segment_sum", data, segmentIds, numSegments, sorted, ScatterKind.Add, static _ => 0);

    /// <summary>The products of the segments, 1 of empty ones: <c>keras.ops.segment_prod</c>. Arguments as of <see cref="SegmentSum"/>.</summary>
    public static Tensor SegmentProd(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segments("segment_prod", data, segmentIds, numSegments, sorted, ScatterKind.Multiply, static _ => 1);

    /// <summary>The largest of the segments, -∞ (or the least integer) of empty ones: <c>keras.ops.segment_max</c>. Arguments as of <see cref="SegmentSum"/>.</summary>
    public static Tensor SegmentMax(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segments("segment_max", data, segmentIds, numSegments, sorted, ScatterKind.Max, static dtype => dtype.IsFloating() ? double.NegativeInfinity : LeastOf(dtype));

    /// <summary>The smallest of the segments, ∞ (or the largest integer) of empty ones: <c>keras.ops.segment_min</c>. Arguments as of <see cref="SegmentSum"/>.</summary>
    public static Tensor SegmentMin(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segments("segment_min", data, segmentIds, numSegments, sorted, ScatterKind.Min, static dtype => dtype.IsFloating() ? double.PositiveInfinity : LargestOf(dtype));

    private static Tensor Segments(string name, Tensor data, Tensor segmentIds, int? numSegments, bool sorted, ScatterKind kind, Func<DType, double> neutral)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(segmentIds);
        if (data.Rank == 0 || segmentIds.Rank != 1 || !segmentIds.Shape.IsCompatibleWith(data.Shape[..1]) || segmentIds.DType.IsFloating())
        {
            throw new ShapeException(
                $"{name}: the segment numbers must be a vector of integers, one for each row of the data. Received: data.Shape={data.Shape}, segmentIds={segmentIds.Spec}.", nameof(segmentIds));
        }

        return numSegments is { } count
            ? Op.Call(name, data, segmentIds, (x, ids) => Join(x, ids, count), numSegments, sorted)
            : Op.OfValues(
                name,
                [data, segmentIds],
                t => [Join(t[0], t[1], null)],
                t => [Op.Unknown(t[0].Shape.With(0, -1), t[0].DType)],
                "Give the number of segments: numSegments.", numSegments, sorted)[0];

        Tensor Join(Tensor x, Tensor ids, int? known)
        {
            (int least, int largest) = ids.IsConcrete ? Range(ids) : (-1, -1);
            int segments = known ?? Math.Max(largest + 1, 0), room = segments;
            bool areInside = least >= 0 && largest < segments;
            Tensor rows = Prim.Convert(ids, DType.Int32);
            if (!areInside)
            {
                // One row more takes what belongs to no segment.
                Tensor belong = Prim.LogicalAnd(Prim.GreaterEqual(rows, Prim.Scalar(0, DType.Int32)), Prim.Less(rows, Prim.Scalar(segments, DType.Int32)));
                rows = Prim.Select(belong, rows, Prim.Scalar(segments, DType.Int32));
                room++;
            }

            Shape shape = x.Shape.With(0, room);
            Tensor joined = kind == ScatterKind.Add
                ? Prim.ScatterAddAxis(x, rows, 0, shape)
                : Prim.Scatter(Prim.BroadcastTo(Prim.Scalar(neutral(x.DType), x.DType), shape), ExpandDims(rows, 1), x, kind);
            return areInside ? joined : Prim.SliceAxis(joined, 0, 0, segments);
        }
    }

    /// <summary>The least and the largest of integers whose values are known, as int32; 0 and -1 where there are none.</summary>
    private static (int Least, int Largest) Range(Tensor integers)
    {
        Tensor flat = Ravel(Prim.Convert(integers, DType.Int32));
        return flat.Count == 0 ? (0, -1) : ((int)Prim.ReduceMin(flat, 0).Item(), (int)Prim.ReduceMax(flat, 0).Item());
    }

    private static double LeastOf(DType dtype) => dtype.IsUnsigned() || dtype == DType.Bool ? 0 : -Math.Pow(2, (dtype.Size() * 8) - 1);

    private static double LargestOf(DType dtype) => dtype == DType.Bool ? 1 : Math.Pow(2, (dtype.Size() * 8) - (dtype.IsUnsigned() ? 0 : 1)) - 1;
}
