using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>Rows of the table for matrices: factors, solutions and transforms, of batches.</summary>
internal static class LinearAlgebraRows
{
    public static IEnumerable<PrimitiveRow> All() =>
    [
        new("cholesky", t => [Prim.Cholesky(t[0])], Positive(1, 2, 4)),
        .. from lower in new[] { true, false }
           from transpose in new[] { true, false }
           from unit in new[] { true, false }
           select new PrimitiveRow(
               $"triangular solve{(lower ? " lower" : "")}{(transpose ? " transposed" : "")}{(unit ? " unit" : "")}",
               t => [Prim.TriangularSolve(t[0], t[1], lower, transpose, unit)], Positive(1, 2, 3), PrimitiveTests.Random(2, 2, 3, 2)) { AnyBatch = false },
        new("lu", t => Prim.Lu(t[0]) is var (factors, permutation) ? [factors, permutation] : [], PrimitiveTests.Random(3, 2, 4, 4)),
        new("lu wide", t => [Prim.Lu(t[0]).Factors], PrimitiveTests.Random(4, 2, 3, 5)) { Smooth = 0 },
        new("qr", t => Prim.Qr(t[0]) is var (q, r) ? [q, r] : [], PrimitiveTests.Random(5, 2, 5, 3)),
        new("qr complete", t => Prim.Qr(t[0], complete: true) is var (q, r) ? [q, r] : [], PrimitiveTests.Random(5, 2, 5, 3)) { Smooth = 0 },
        new("eigh", t => Prim.Eigh(t[0]) is var (w, v) ? [w, v] : [], PrimitiveTests.Random(6, 2, 4, 4)),
        new("svd tall", t => Prim.Svd(t[0]) is var (u, s, vt) ? [u, s, vt] : [], PrimitiveTests.Random(7, 2, 4, 3)),
        new("svd wide", t => Prim.Svd(t[0]) is var (u, s, vt) ? [u, s, vt] : [], PrimitiveTests.Random(8, 2, 2, 4)),
        new("svd full", t => Prim.Svd(t[0], full: true) is var (u, s, vt) ? [u, s, vt] : [], PrimitiveTests.Random(9, 2, 3, 5)) { Smooth = 0 },
        new("pseudo inverse, tall", t => [Prim.PseudoInverse(t[0], 1e-12)], PrimitiveTests.Random(12, 2, 4, 3)),
        new("pseudo inverse, wide", t => [Prim.PseudoInverse(t[0], 1e-12)], PrimitiveTests.Random(13, 2, 2, 4)),
        new("eig", t => Dispatch.Bind(new Eig(), t[0]), PrimitiveTests.Random(14, 2, 4, 4)) { Smooth = 0 },
        new("pivots", t => [Dispatch.Bind1(new PivotsOf(), Prim.Lu(t[0]).Permutation)], PrimitiveTests.Random(15, 2, 4, 4)) { Smooth = 0 },
        new("fft", t => Prim.Fft(t[0], t[1]) is var (re, im) ? [re, im] : [], PrimitiveTests.Random(10, 2, 6), PrimitiveTests.Random(11, 2, 6)),
        new("fft inverse", t => Prim.Fft(t[0], t[1], inverse: true) is var (re, im) ? [re, im] : [], PrimitiveTests.Random(10, 2, 5), PrimitiveTests.Random(11, 2, 5)),
    ];

    /// <summary>Symmetric positive definite matrices.</summary>
    internal static Tensor Positive(int seed, int batch, int n)
    {
        Tensor x = PrimitiveTests.Random(seed, batch, n, n);
        return Prim.Add(Matrices.Product(x, Matrices.Transposed(x)), Matrices.Eye(n, DType.Float64));
    }
}
