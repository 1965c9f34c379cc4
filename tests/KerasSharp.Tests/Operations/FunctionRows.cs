using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Functions of functions, and what is not a tensor.</summary>
internal static class FunctionRows
{
    private static readonly Func<Tensor, Tensor>[] Branches = [Ops.Sin, Ops.Cos, x => x * x];

    /// <summary>Functions that see operands only through what they are given take symbolic tensors.</summary>
    public static IEnumerable<OpRow> All() =>
        from row in Rows() select row with { Symbolic = row.Op is "WhileLoop" or "ForiLoop" or "Scan" or "Map" or "VectorizedMap" or "CustomGradient", AnyBatch = row.Op is "Map" or "VectorizedMap" };

    private static IEnumerable<OpRow> Rows() =>
    [
        Of("Cond", t => Ops.Cond(Ops.Sum(t[0]) > 100, () => Ops.Exp(t[0]), () => Ops.Sin(t[0])), X(1, 3)), Of("Switch", t => Ops.Switch(t[1], Branches, t[0]), X(1, 3), Tensor.From([2], [])),
        Of("WhileLoop", t => Ops.WhileLoop(x => Ops.Sum(x * x) < 50, x => (x * x) + x, t[0]), U(1, 0.5, 1, 3)) with { Smooth = 1 }, Of("ForiLoop", t => Ops.ForiLoop(0, 3, (i, x) => Ops.Sin(x) + (x * Ops.Cast(i, DType.Float64)), t[0]), X(1, 3)),
        Two("Scan", t => Ops.Scan((c, x) => (c * x, Ops.Sin(c)), t[0], t[1], reverse: true), X(1, 3), X(2, 4, 3)), Of("AssociativeScan", t => Ops.AssociativeScan((a, b) => a * b, t[0]), X(1, 5, 2)),
        Of("AssociativeScan: reversed", t => Ops.AssociativeScan((a, b) => a * b, t[0], reverse: true, axis: 1), X(1, 2, 8)), Of("Map", t => Ops.Map(x => Ops.Sum(x * x), t[0]), X(1, 3, 2)), Of("VectorizedMap", t => Ops.VectorizedMap(Ops.Sin, t[0]), X(1, 3, 2)),
        Of("Vectorize", t => Ops.Vectorize(x => (x[0] * x[1]) + 1)(t), X(1, 3, 1), X(2, 2)), Of("Vectorize: parts", t => Ops.Vectorize(x => Ops.Vdot(x[0], x[1]), signature: "(n),(n)->()")(t), X(1, 3, 4), X(2, 4)),
        Of("CustomGradient", t => Ops.CustomGradient(x => (Ops.Sin(x), g => g * Ops.Cos(x)))(t[0]), X(1, 3)), Two("Jvp", t => Ops.Jvp(x => Ops.Sin(x) * x, t[0], t[1]), X(1, 3), X(2, 3)) with { Smooth = 1 },
        Of("Shape", t => Tensor.From(Ops.Shape(t[0]).ToArray(), [2]), X(1, 2, 3)) with { Smooth = 0 }, Of("Ndim", t => Ops.Ndim(t[0]), X(1, 2, 3)) with { Smooth = 0 }, Of("Size", t => (int)Ops.Size(t[0]), X(1, 2, 3)) with { Smooth = 0 },
        Of("Dtype", t => (int)Ops.Dtype(t[0]), X(1, 2)) with { Smooth = 0 }, Of("IsTensor", t => Ops.IsTensor(t[0]), X(1, 2)) with { Smooth = 0 },
        Of("ConvertToNumpy", t => Tensor.From(Ops.ConvertToNumpy<double>(t[0])), X(1, 2, 3)) with { Smooth = 0, Compilable = false },
    ];
}
