using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>A contraction as one GEMM or a batch of them. Operands lie as <see cref="DotLayout"/> leaves them.</summary>
internal sealed unsafe class GemmStep : Step
{
    private readonly int _a, _b, _c;
    private readonly int _batch, _m, _n, _k;
    private readonly bool _transA, _transB, _double;

    public GemmStep(GraphNode node, int[] inputs, int[] outputs)
    {
        var dot = (DotGeneral)node.Primitive;
        (_a, _b, _c) = (inputs[0], inputs[1], outputs[0]);
        Shape left = node.Inputs[0].Shape, right = node.Inputs[1].Shape;
        _batch = Product(left, dot.LeftBatch.ToArray());
        _k = Product(left, dot.LeftContract.ToArray());
        _m = Product(left, DotGeneral.FreeAxes(left.Rank, dot.LeftBatch, dot.LeftContract));
        _n = Product(right, DotGeneral.FreeAxes(right.Rank, dot.RightBatch, dot.RightContract));
        _transA = DotLayout.ContractedFirst(left.Rank, dot.LeftBatch, dot.LeftContract)!.Value;
        _transB = !DotLayout.ContractedFirst(right.Rank, dot.RightBatch, dot.RightContract)!.Value;
        _double = node.Output.DType == DType.Float64;
    }

    public override string Name => $"gemm{(_batch > 1 ? $" {_batch} x" : "")} m={_m} n={_n} k={_k}{(_transA ? " A^T" : "")}{(_transB ? " B^T" : "")}";

    /// <summary>Whether GEMM has the dtype.</summary>
    public static bool Takes(GraphNode node) => node.Output.DType is DType.Float32 or DType.Float64 && node.Output.Shape.Count > 0;

    public override void Run(byte** slots)
    {
        int lda = _transA ? _m : _k, ldb = _transB ? _k : _n;
        long sa = (long)_m * _k, sb = (long)_n * _k, sc = (long)_m * _n;
        if (_double)
        {
            Gemm.Batched(_batch, _m, _n, _k, (double*)slots[_a], lda, sa, _transA, (double*)slots[_b], ldb, sb, _transB, (double*)slots[_c], _n, sc, 0);
        }
        else
        {
            Epilogue none = default;
            Gemm.Batched(_batch, _m, _n, _k, (float*)slots[_a], lda, sa, _transA, (float*)slots[_b], ldb, sb, _transB, (float*)slots[_c], _n, sc, 0, in none);
        }
    }

    private static int Product(Shape shape, int[] axes) => axes.Aggregate(1, (product, axis) => product * shape[axis]);
}
