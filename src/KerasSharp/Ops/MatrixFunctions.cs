using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Functions of matrices beyond the decompositions.</content>
public static partial class Ops
{
    /// <summary>A whole power of square matrices; negative ones of their inverses: <c>keras.ops.matrix_power</c>.</summary>
    /// <param name="x">Matrices (..., n, n).</param>
    /// <param name="n">The exponent; 0 gives the identity.</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    public static Tensor MatrixPower(Tensor x, int n) => Op.Call("matrix_power", Square("MatrixPower", x), t =>
    {
        Tensor factor = n < 0 ? Inv(t) : NotBool(t);
        Tensor? result = null;
        for (long left = Math.Abs((long)n); left > 0; left >>= 1)
        {
            result = (left & 1) == 0 ? result : result is null ? factor : MatMul(result, factor);
            factor = left > 1 ? MatMul(factor, factor) : factor;
        }

        return result ?? EyeLike(factor);
    }, n);

    /// <summary>How many singular values are above a tolerance, in int32: <c>keras.ops.matrix_rank</c>. Integers have no gradient.</summary>
    /// <param name="x">Matrices (..., m, n).</param>
    /// <param name="tol">The tolerance; when not given, the largest singular value times max(m, n) times the precision of the dtype.</param>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor MatrixRank(Tensor x, Tensor? tol = null) => Op.CallOptional("matrix_rank", [AtLeastRank("MatrixRank", x, 2), tol], t =>
    {
        Tensor s = Prim.Svd(Op.ToFloat(t[0]!)).S;
        int last = s.Rank - 1;
        Tensor least = t[1] is { } given
            ? Prim.Convert(given, s.DType)
            : Prim.Multiply(Prim.ReduceMax(s, last), Math.Max(t[0]!.Shape[^1], t[0]!.Shape[^2]) * PrecisionOf(s.DType));
        return Prim.ReduceSum(Prim.Convert(Prim.Greater(s, ExpandDims(least, least.Rank)), DType.Int32), last);
    });

    /// <summary>Pseudo-inverses (..., n, m), also of singular matrices: <c>keras.ops.pinv</c>.</summary>
    /// <param name="x">Matrices (..., m, n).</param>
    /// <param name="rcond">Singular values up to this share of the largest count as 0; max(m, n) times the precision of the dtype when not given.</param>
    public static Tensor Pinv(Tensor x, double? rcond = null) => Op.Float("pinv", AtLeastRank("Pinv", x, 2), t => Prim.PseudoInverse(t, Cutoff(t, rcond)), rcond);

    /// <summary>The X of least squares |A X - B|, of several the shortest: <c>keras.ops.lstsq</c>.</summary>
    /// <param name="a">A matrix (m, n).</param>
    /// <param name="b">Right sides (m, k), or a vector (m,).</param>
    /// <param name="rcond">Singular values up to this share of the largest count as 0; max(m, n) times the precision of the dtype when not given.</param>
    public static Tensor Lstsq(Tensor a, Tensor b, double? rcond = null) =>
        Op.Binary("lstsq", AtLeastRank("Lstsq", a, 2), b, (m, right) => MatMul(Prim.PseudoInverse(m, Cutoff(m, rcond)), right), floating: true, rcond);

    /// <summary>Triangular factors, in one matrix, and the exchanges of rows: <c>keras.ops.lu_factor</c>.</summary>
    /// <param name="x">Square matrices (..., n, n).</param>
    /// <returns>L without its unit diagonal below U (..., n, n), and the row (..., n), int32, that each row was exchanged with in turn.</returns>
    public static (Tensor Lu, Tensor Pivots) LuFactor(Tensor x)
    {
        Tensor[] both = Op.CallMany("lu_factor", [Square("LuFactor", x)], t =>
        {
            (Tensor factors, Tensor permutation) = Prim.Lu(Op.ToFloat(t[0]));
            return [factors, Dispatch.Bind1(new PivotsOf(), permutation)];
        });
        return (both[0], both[1]);
    }

    /// <summary>Eigenvalues (..., n) and eigenvectors (..., n, n), in columns, of square matrices, as complex pairs: <c>keras.ops.eig</c>.</summary>
    /// <param name="x">Matrices (..., n, n).</param>
    /// <remarks>It has no gradient: eigenvectors of general matrices are free in phase and order. Of symmetric matrices <see cref="Eigh"/> has one.</remarks>
    [NotDifferentiable("Eigenvectors of general matrices are free in phase and order; of symmetric matrices Eigh has a gradient.")]
    public static ((Tensor Real, Tensor Imaginary) Values, (Tensor Real, Tensor Imaginary) Vectors) Eig(Tensor x)
    {
        Tensor[] all = Op.CallMany("eig", [Square("Eig", x)], t => Dispatch.Bind(new Eig(), Op.ToFloat(t[0])));
        return ((all[0], all[1]), (all[2], all[3]));
    }

    private static Tensor Square(string op, Tensor x)
    {
        AtLeastRank(op, x, 2);
        return Matrices.IsSquare(x.Shape) ? x : throw new ShapeException($"{op}: the matrices must be square. Received: x.Shape={x.Shape}.", nameof(x));
    }

    private static double Cutoff(Tensor x, double? rcond) => rcond ?? Math.Max(x.Shape[^1], x.Shape[^2]) * PrecisionOf(x.DType);

    /// <summary>The distance from 1 to the next number.</summary>
    private static double PrecisionOf(DType dtype) => dtype switch
    {
        DType.Float64 => Math.Pow(2, -52),
        DType.Float16 => Math.Pow(2, -10),
        DType.BFloat16 => Math.Pow(2, -7),
        _ => Math.Pow(2, -23),
    };
}
