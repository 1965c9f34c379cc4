using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Products, linear algebra, Fourier transforms.</summary>
internal static class AlgebraRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Of("MatMul", t => Ops.MatMul(t[0], t[1]), X(1, 2, 3, 4), X(2, 4, 5)) with { AnyBatch = false }, Of("MatMul: vectors", t => Ops.MatMul(t[0], t[1]), X(1, 4), X(2, 4)) with { AnyBatch = false },
        Of("Dot", t => Ops.Dot(t[0], t[1]), X(1, 3, 4), X(2, 4)) with { AnyBatch = false }, Of("Inner", t => Ops.Inner(t[0], t[1]), X(1, 3, 4), X(2, 2, 4)) with { AnyBatch = false }, Of("Vdot", t => Ops.Vdot(t[0], t[1]), X(1, 3, 4), X(2, 3, 4)) with { AnyBatch = false },
        Of("Outer", t => Ops.Outer(t[0], t[1]), X(1, 3), X(2, 4)), Of("Tensordot", t => Ops.Tensordot(t[0], t[1]), X(1, 2, 3, 4), X(2, 3, 4, 2)) with { AnyBatch = false },
        Of("Tensordot: axes", t => Ops.Tensordot(t[0], t[1], [[1, 2], [1, 0]]), X(1, 2, 3, 4), X(2, 4, 3, 2)) with { AnyBatch = false }, Of("Einsum", t => Ops.Einsum("bij,bjk->bik", t), X(1, 2, 3, 4), X(2, 2, 4, 3)),
        Of("Cross", t => Ops.Cross(t[0], t[1]), X(1, 2, 3), X(2, 2, 3)), Of("Cdist", t => Ops.Cdist(t[0], t[1]), X(1, 2, 3, 4), X(2, 2, 5, 4)),
        Of("Cholesky", t => Ops.Cholesky(t[0], true), Definite(1, 2, 3, 3)), Of("CholeskyInverse", t => Ops.CholeskyInverse(Ops.Cholesky(t[0])), Definite(1, 2, 3, 3)), Of("Det", t => Ops.Det(t[0]), Regular(1, 2, 3, 3)),
        Many("Slogdet", t => Ops.Slogdet(t[0]), Regular(1, 2, 3, 3)), Of("Logdet", t => Ops.Logdet(t[0]), Definite(1, 2, 3, 3)), Of("Inv", t => Ops.Inv(t[0]), Regular(1, 2, 3, 3)),
        Of("Solve", t => Ops.Solve(t[0], t[1]), Regular(1, 2, 3, 3), X(2, 2, 3, 2)), Of("SolveTriangular", t => Ops.SolveTriangular(t[0], t[1], true), Regular(1, 2, 3, 3), X(2, 2, 3, 2)), Many("Qr", t => Ops.Qr(t[0]), Regular(1, 2, 4, 3)),
        Many("Eigh", t => [Ops.Eigh(t[0])[0], Ops.Square(Ops.Eigh(t[0])[1])], Definite(1, 2, 3, 3)), Many("Svd", t => Ops.Svd(t[0], false) is [var u, var s, var v] ? [Ops.Square(u), s, Ops.Square(v)] : [], Regular(1, 2, 4, 3)) with { Tolerance = 1e-4 },
        Of("Eig", t => Ops.Eig(t[0]).Values.Real, X(1, 2, 3, 3)) with { Smooth = 0 }, Two("LuFactor", t => Ops.LuFactor(t[0]), Regular(1, 2, 3, 3)), Of("MatrixPower", t => Ops.MatrixPower(t[0], 3), Regular(1, 2, 3, 3)),
        Of("MatrixPower: inverse", t => Ops.MatrixPower(t[0], -2), Regular(1, 2, 3, 3)), Of("MatrixRank", t => Ops.MatrixRank(t[0]), X(1, 2, 4, 3)) with { Smooth = 0 },
        Of("Pinv", t => Ops.Pinv(t[0]), Regular(1, 2, 4, 3)), Of("Pinv: wide", t => Ops.Pinv(t[0]), Regular(1, 2, 3, 5)), Of("Lstsq", t => Ops.Lstsq(t[0], t[1]), Regular(1, 4, 3), X(2, 4, 2)) with { AnyBatch = false },
        Two("Fft", t => Ops.Fft((t[0], t[1])), X(1, 2, 6), X(2, 2, 6)), Two("Fft2", t => Ops.Fft2((t[0], t[1])), X(1, 2, 3, 4), X(2, 2, 3, 4)), Two("Ifft2", t => Ops.Ifft2((t[0], t[1])), X(1, 2, 3, 4), X(2, 2, 3, 4)),
        Two("Rfft", t => Ops.Rfft(t[0]), X(1, 2, 6)), Two("Rfft: longer", t => Ops.Rfft(t[0], 7), X(1, 2, 5)), Of("Irfft", t => Ops.Irfft((t[0], t[1])), X(1, 2, 4), X(2, 2, 4)), Of("Irfft: odd", t => Ops.Irfft((t[0], t[1]), 7), X(1, 2, 4), X(2, 2, 4)),
        Two("Stft", t => Ops.Stft(t[0], 4, 2, 8), X(1, 2, 12)), Of("Istft", t => Ops.Istft((t[0], t[1]), 8, 4, 8), X(1, 2, 4, 5), X(2, 2, 4, 5)),
        Of("Istft: from the start", t => Ops.Istft((t[0], t[1]), 8, 4, 8, length: 18, window: null, center: false), X(1, 2, 4, 5), X(2, 2, 4, 5)),
    ];
}
