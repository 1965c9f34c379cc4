namespace KerasSharp.Primitives;

/// <summary>Small compositions over the last axis that several composites use.</summary>
internal static class RowOps
{
    /// <summary>The sum over the last axis, kept as size 1.</summary>
    public static Tensor Sum(Tensor x) => Keep(Prim.ReduceSum(x, x.Rank - 1), x);

    /// <summary>The maximum over the last axis, kept as size 1.</summary>
    public static Tensor Max(Tensor x) => Keep(Prim.ReduceMax(x, x.Rank - 1), x);

    /// <summary>A tensor without the last axis of <paramref name="x"/>, with that axis put back as size 1.</summary>
    public static Tensor Keep(Tensor reduced, Tensor x) => Prim.Reshape(reduced, x.Shape.With(x.Rank - 1, 1));

    /// <summary>log(sum(exp(x))) over the last axis, kept as size 1.</summary>
    public static Tensor LogSumExp(Tensor x)
    {
        Tensor top = Prim.StopGradient(Max(x));
        return Prim.Add(Prim.Log(Sum(Prim.Exp(Prim.Subtract(x, top)))), top);
    }
}
