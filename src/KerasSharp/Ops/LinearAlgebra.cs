using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Linear algebra: matrices are the last two axes, everything before them is a batch. Integers become float32.</content>
public static partial class Ops
{
    /// <summary>The triangular factor of symmetric positive definite matrices: <c>keras.ops.cholesky</c>. NaN where a matrix is not positive definite.</summary>
    /// <param name="x">Matrices (..., n, n); their symmetric part is taken.</param>
    /// <param name="upper">Whether to give the upper factor, L transposed.</param>
    public static Tensor Cholesky(Tensor x, bool upper = false) =>
        Op.Float("cholesky", x, t => upper ? Matrices.Transposed(Prim.Cholesky(t)) : Prim.Cholesky(t), upper);

    /// <summary>The inverse of a matrix of which the Cholesky factor is given: <c>keras.ops.cholesky_inverse</c>.</summary>
    /// <param name="x">Factors (..., n, n).</param>
    /// <param name="upper">Whether they are upper factors.</param>
    public static Tensor CholeskyInverse(Tensor x, bool upper = false) => Op.Float("cholesky_inverse", x, t =>
    {
        Tensor l = upper ? Matrices.Transposed(t) : t, inverse = Prim.TriangularSolve(l, EyeLike(l), lower: true);
        return Matrices.Product(Matrices.Transposed(inverse), inverse);
    }, upper);

    /// <summary>Determinants (...): <c>keras.ops.det</c>.</summary>
    /// <param name="x">Matrices (..., n, n).</param>
    public static Tensor Det(Tensor x) => Op.Float("det", x, t =>
    {
        (Tensor diagonal, Tensor sign) = DiagonalOfU(t);
        return Prim.Multiply(Prim.ReduceProd(diagonal, diagonal.Rank - 1), sign);
    });

    /// <summary>Sign and logarithm of the magnitude of determinants: <c>keras.ops.slogdet</c>.</summary>
    /// <param name="x">Matrices (..., n, n).</param>
    public static Tensor[] Slogdet(Tensor x) => Op.CallMany("slogdet", [x], t =>
    {
        (Tensor diagonal, Tensor sign) = DiagonalOfU(Op.ToFloat(t[0]));
        int last = diagonal.Rank - 1;
        return [Prim.Multiply(Prim.ReduceProd(Prim.Sign(diagonal), last), sign), Prim.ReduceSum(Prim.Log(Prim.Abs(diagonal)), last)];
    });

    /// <summary>Logarithm of the determinants of symmetric positive definite matrices: <c>keras.ops.logdet</c>.</summary>
    /// <param name="x">Matrices (..., n, n).</param>
    public static Tensor Logdet(Tensor x) => Op.Float("logdet", x, t =>
    {
        Tensor diagonal = Prim.ReduceSum(Prim.Multiply(Prim.Cholesky(t), Matrices.Eye(t.Shape[^1], t.DType)), t.Rank - 1);
        return Prim.Multiply(Prim.ReduceSum(Prim.Log(diagonal), diagonal.Rank - 1), 2);
    });

    /// <summary>Inverses: <c>keras.ops.inv</c>. Infinite or NaN where a matrix is singular.</summary>
    /// <param name="x">Matrices (..., n, n).</param>
    public static Tensor Inv(Tensor x) => Op.Float("inv", x, t => SolveByLu(t, EyeLike(t)));

    /// <summary>The X with A X = B: <c>keras.ops.solve</c>.</summary>
    /// <param name="a">Matrices (..., n, n).</param>
    /// <param name="b">Right sides (..., n, k), or vectors (..., n).</param>
    public static Tensor Solve(Tensor a, Tensor b) => Op.Binary("solve", a, b, (m, right) => WithColumns(m, right, SolveByLu), floating: true);

    /// <summary>The X with A X = B for triangular A: <c>keras.ops.solve_triangular</c>.</summary>
    /// <param name="a">Matrices (..., n, n), of which one triangle is read.</param>
    /// <param name="b">Right sides (..., n, k), or vectors (..., n).</param>
    /// <param name="lower">Whether the lower triangle is meant.</param>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool lower = false) =>
        Op.Binary("solve_triangular", a, b, (m, right) => WithColumns(m, right, (left, columns) => Prim.TriangularSolve(left, columns, lower)), floating: true, lower);

    /// <summary>Orthonormal Q and upper triangular R with Q R = x: <c>keras.ops.qr</c>.</summary>
    /// <param name="x">Matrices (..., m, n).</param>
    /// <param name="mode"><c>"reduced"</c>: Q (m, k), R (k, n) with k = min(m, n); <c>"complete"</c>: Q (m, m), R (m, n).</param>
    /// <exception cref="ArgumentException"><paramref name="mode"/> is neither.</exception>
    public static Tensor[] Qr(Tensor x, string mode = "reduced")
    {
        if (mode is not ("reduced" or "complete"))
        {
            throw new ArgumentException($"qr: the mode must be \"reduced\" or \"complete\". Received: mode=\"{mode}\".", nameof(mode));
        }

        return Op.CallMany("qr", [x], t => Prim.Qr(Op.ToFloat(t[0]), mode == "complete") is var (q, r) ? [q, r] : [], mode);
    }

    /// <summary>Eigenvalues (..., n), ascending, and eigenvectors (..., n, n), in columns, of symmetric matrices: <c>keras.ops.eigh</c>.</summary>
    /// <param name="x">Matrices (..., n, n); their symmetric part is taken.</param>
    public static Tensor[] Eigh(Tensor x) => Op.CallMany("eigh", [x], t => Prim.Eigh(Op.ToFloat(t[0])) is var (w, v) ? [w, v] : []);

    /// <summary>U, s (descending) and Vᵀ with U diag(s) Vᵀ = x: <c>keras.ops.svd</c>.</summary>
    /// <param name="x">Matrices (..., m, n).</param>
    /// <param name="fullMatrices">Whether U and V are square; else both have min(m, n) vectors.</param>
    /// <param name="computeUv">Whether U and Vᵀ are wanted; else s is the only result.</param>
    public static Tensor[] Svd(Tensor x, bool fullMatrices = true, bool computeUv = true) =>
        Op.CallMany("svd", [x], t => Prim.Svd(Op.ToFloat(t[0]), fullMatrices && computeUv) is var (u, s, vt) && computeUv ? [u, s, vt] : [Prim.Svd(Op.ToFloat(t[0])).S], fullMatrices, computeUv);

    private static Tensor EyeLike(Tensor x) => Prim.BroadcastTo(Matrices.Eye(x.Shape[^1], x.DType), x.Shape);

    private static Tensor WithColumns(Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> solve) =>
        b.Rank == a.Rank - 1 ? Prim.Reshape(solve(a, Prim.Reshape(b, b.Shape.Concat(KerasSharp.Shape.Of(1)))), b.Shape) : solve(a, b);

    private static Tensor SolveByLu(Tensor a, Tensor b)
    {
        (Tensor factors, Tensor permutation) = Prim.Lu(a);
        Tensor places = Prim.BroadcastTo(Prim.Reshape(permutation, permutation.Shape.Concat(KerasSharp.Shape.Of(1))), b.Shape);
        Tensor forward = Prim.TriangularSolve(factors, Prim.TakeAlongAxis(b, places, b.Rank - 2), lower: true, unitDiagonal: true);
        return Prim.TriangularSolve(factors, forward, lower: false);
    }

    /// <summary>The diagonal of U, and the sign that the exchanges of rows give the determinant.</summary>
    private static (Tensor Diagonal, Tensor Sign) DiagonalOfU(Tensor x)
    {
        (Tensor factors, Tensor permutation) = Prim.Lu(x);
        Tensor diagonal = Prim.ReduceSum(Prim.Multiply(factors, Matrices.Eye(x.Shape[^1], x.DType)), x.Rank - 1);
        (Tensor column, Tensor row) = Matrices.Both(permutation);
        // A permutation is even where the number of pairs in the wrong order is.
        Tensor wrong = Matrices.Upper(Prim.Convert(Prim.Greater(column, row), x.DType), 1);
        Tensor pairs = Prim.ReduceSum(wrong, x.Rank - 2, x.Rank - 1);
        return (diagonal, Prim.Subtract(1, Prim.Multiply(Prim.FloorMod(pairs, Prim.Scalar(2, x.DType)), 2)));
    }
}
