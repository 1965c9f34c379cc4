using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Diagonals of matrices.</content>
public static partial class Ops
{
    /// <summary>A vector as diagonal <paramref name="k"/> of a matrix of zeros, or diagonal <paramref name="k"/> of a matrix: <c>keras.ops.diag</c>.</summary>
    /// <param name="x">A vector or a matrix.</param>
    /// <param name="k">Which diagonal: 0 the main one, positive above it, negative below.</param>
    /// <exception cref="ShapeException"><paramref name="x"/> has another rank.</exception>
    public static Tensor Diag(Tensor x, int k = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank switch
        {
            1 => Op.Call("diag", x, t => OnDiagonal(t, k), k),
            2 => Diagonal(x, k),
            _ => throw new ShapeException($"Diag: x must be a vector or a matrix. Received: x.Shape={x.Shape}. Diagonal takes those of a batch of matrices.", nameof(x)),
        };
    }

    /// <summary>All elements, in row-major order, as a diagonal of a matrix of zeros: <c>keras.ops.diagflat</c>.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="k">Which diagonal.</param>
    public static Tensor Diagflat(Tensor x, int k = 0) => Op.Call("diagflat", x, t => OnDiagonal(Ravel(t), k), k);

    /// <summary>A diagonal of the matrices that two axes hold, along a new last axis: <c>keras.ops.diagonal</c>.</summary>
    /// <param name="x">A tensor of rank 2 or more.</param>
    /// <param name="offset">Which diagonal: positive above the main one, negative below.</param>
    /// <param name="axis1">The axis of rows.</param>
    /// <param name="axis2">The axis of columns.</param>
    /// <exception cref="ArgumentException">The axes are the same.</exception>
    public static Tensor Diagonal(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1) => Op.Call("diagonal", AtLeastRank("Diagonal", x, 2), t =>
    {
        int last = t.Rank - 1, a = Axes.Normalize(axis1, t.Rank), b = Axes.Normalize(axis2, t.Rank);
        if (a == b)
        {
            throw new ArgumentException($"Diagonal: the axes must differ. Received: axis1={axis1}, axis2={axis2}.", nameof(axis2));
        }

        Tensor matrices = Prim.Transpose(t, [.. Enumerable.Range(0, t.Rank).Where(axis => axis != a && axis != b), a, b]);
        int rows = matrices.Shape[last - 1], columns = matrices.Shape[last];
        Shape lead = matrices.Shape[..^2];
        if (rows < 0 || columns < 0)
        {
            return Op.Unknown(lead.Concat(KerasSharp.Shape.Of(-1)), t.DType);
        }

        int row = Math.Max(-offset, 0), column = Math.Max(offset, 0), count = Math.Max(Math.Min(rows - row, columns - column), 0);
        int[] places = [.. Enumerable.Range(0, count).Select(i => ((row + i) * columns) + column + i)];
        return Prim.Gather(Prim.Reshape(matrices, lead.Concat(KerasSharp.Shape.Of(rows * columns))), Prim.Constant(places), last - 1);
    }, offset, axis1, axis2);

    /// <summary>Sums along a diagonal of the matrices that two axes hold: <c>keras.ops.trace</c>.</summary>
    /// <param name="x">A tensor of rank 2 or more.</param>
    /// <param name="offset">Which diagonal.</param>
    /// <param name="axis1">The axis of rows.</param>
    /// <param name="axis2">The axis of columns.</param>
    public static Tensor Trace(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1) => Sum(Diagonal(x, offset, axis1, axis2), -1);

    /// <summary>The Vandermonde matrix of a vector: powers in columns, descending unless <paramref name="increasing"/>. <c>keras.ops.vander</c>.</summary>
    /// <param name="x">A vector.</param>
    /// <param name="n">The number of columns; the length of the vector when not given.</param>
    /// <param name="increasing">Whether the powers ascend from 0.</param>
    /// <exception cref="ShapeException"><paramref name="x"/> is no vector.</exception>
    public static Tensor Vander(Tensor x, int? n = null, bool increasing = false) => Op.Call("vander", x, t =>
    {
        if (t.Rank != 1)
        {
            throw new ShapeException($"Vander: x must be a vector. Received: x.Shape={t.Shape}.", nameof(x));
        }

        int columns = n ?? t.Shape[0];
        if (columns < 0)
        {
            return Op.Unknown(KerasSharp.Shape.Of(-1, -1), t.DType);
        }

        // Running products keep integers exact and need no power of a negative number.
        t = NotBool(t);
        Tensor column = Prim.Reshape(t, KerasSharp.Shape.Of(t.Shape[0], 1)), one = Prim.Ones(KerasSharp.Shape.Of(1), t.DType);
        if (columns < 2)
        {
            return Prim.Ones(KerasSharp.Shape.Of(t.Shape[0], columns), t.DType);
        }

        Tensor factors = Prim.Concatenate(1, Prim.BroadcastTo(one, KerasSharp.Shape.Of(t.Shape[0], 1)), Prim.BroadcastTo(column, KerasSharp.Shape.Of(t.Shape[0], columns - 1)));
        Tensor powers = Prim.CumulativeProd(factors, 1);
        return increasing ? powers : Prim.Reverse(powers, 1);
    }, n, increasing);

    private static Tensor OnDiagonal(Tensor vector, int k)
    {
        int extra = Math.Abs(k), size = vector.Shape[0] < 0 ? -1 : vector.Shape[0] + extra;
        if (size < 0)
        {
            return Op.Unknown(KerasSharp.Shape.Of(-1, -1), vector.DType);
        }

        Tensor padded = Prim.Pad(vector, [0], [extra]);
        Tensor line = k >= 0 ? Prim.Reshape(padded, KerasSharp.Shape.Of(size, 1)) : Prim.Reshape(padded, KerasSharp.Shape.Of(1, size));
        var matrix = KerasSharp.Shape.Of(size, size);
        return Prim.Select(Prim.Equal(DiagonalIndex(matrix), Prim.Scalar(k, DType.Int32)), Prim.BroadcastTo(line, matrix), Prim.Scalar(0, vector.DType));
    }
}
