using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Histograms of many groups of numbers at once.</summary>
internal static class Histograms
{
    /// <summary>How often each bin occurs in each group: float32 (groups, bins).</summary>
    /// <param name="bins">(groups, numbers), int32 from 0 up to the number of bins.</param>
    /// <param name="count">The number of bins.</param>
    public static Tensor Count(Tensor bins, int count)
    {
        int groups = bins.Shape[0];
        Tensor flat = Ops.Reshape(bins + (Prim.Iota([groups, 1], 0, DType.Int32) * count), [-1]);
        return Ops.Reshape(Ops.SegmentSum(Ops.Ones(flat.Shape), flat, groups * count), [groups, count]);
    }

    /// <summary>Numbers of tables, one for each group: (groups, numbers).</summary>
    public static Tensor Look(Tensor tables, Tensor bins) =>
        Prim.Gather(Ops.Reshape(tables, [-1]), bins + (Prim.Iota([tables.Shape[0], 1], 0, DType.Int32) * tables.Shape[1]), 0);
}
