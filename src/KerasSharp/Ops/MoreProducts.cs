using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Cross and Kronecker products, distances.</content>
public static partial class Ops
{
    /// <summary>The cross product of vectors of 2 or 3 elements: <c>keras.ops.cross</c>. Of two vectors of 2 elements, the one component that is not 0.</summary>
    /// <param name="x1">Vectors along an axis.</param>
    /// <param name="x2">Vectors along an axis; all other axes broadcast.</param>
    /// <param name="axisa">The axis of the vectors of x1.</param>
    /// <param name="axisb">The axis of the vectors of x2.</param>
    /// <param name="axisc">The axis of the vectors of the result.</param>
    /// <param name="axis">If given, the axis of all three.</param>
    /// <exception cref="ShapeException">The vectors have other sizes.</exception>
    public static Tensor Cross(Tensor x1, Tensor x2, int axisa = -1, int axisb = -1, int axisc = -1, int? axis = null) => Op.Binary("cross", x1, x2, (a, b) =>
    {
        a = Moveaxis(a, axis ?? axisa, -1);
        b = Moveaxis(b, axis ?? axisb, -1);
        if (a.Shape[^1] is not (2 or 3) || b.Shape[^1] is not (2 or 3))
        {
            throw new ShapeException($"Cross: the vectors must have 2 or 3 elements. Received: x1.Shape={x1.Shape}, x2.Shape={x2.Shape}, axisa={axis ?? axisa}, axisb={axis ?? axisb}.");
        }

        static Tensor Part(Tensor v, int i) => i < v.Shape[^1] ? Prim.SliceAxis(v, -1, i, i + 1) : Prim.Multiply(Prim.SliceAxis(v, -1, 0, 1), Prim.Scalar(0, v.DType));
        Tensor Component(int i, int j) => Prim.Subtract(Prim.Multiply(Part(a, i), Part(b, j)), Prim.Multiply(Part(a, j), Part(b, i)));
        if (a.Shape[^1] == 2 && b.Shape[^1] == 2)
        {
            Tensor only = Component(0, 1);
            return Prim.Reshape(only, only.Shape[..^1]);
        }

        return Moveaxis(Prim.Concatenate(-1 + Math.Max(a.Rank, b.Rank), Component(1, 2), Component(2, 0), Component(0, 1)), -1, axis ?? axisc);
    }, floating: false, axisa, axisb, axisc, axis);

    /// <summary>The Kronecker product: each element of x1 times all of x2. <c>keras.ops.kron</c>.</summary>
    /// <param name="x1">A tensor.</param>
    /// <param name="x2">A tensor; the one of fewer axes gets leading axes of size 1.</param>
    public static Tensor Kron(Tensor x1, Tensor x2) => Op.Binary("kron", x1, x2, (a, b) =>
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] left = [.. Enumerable.Repeat(1, rank - a.Rank), .. a.Shape.Span], right = [.. Enumerable.Repeat(1, rank - b.Rank), .. b.Shape.Span];
        Tensor spread = Prim.Reshape(a, new Shape([.. left.SelectMany(size => new[] { size, 1 })])), inner = Prim.Reshape(b, new Shape([.. right.SelectMany(size => new[] { 1, size })]));
        return Prim.Reshape(Prim.Multiply(NotBool(spread), NotBool(inner)), new Shape([.. left.Zip(right).Select(pair => pair.First < 0 || pair.Second < 0 ? -1 : pair.First * pair.Second)]));
    });

    /// <summary>Euclidean distances between the rows of two sets: (..., p, d) and (..., q, d) give (..., p, q). <c>keras.ops.cdist</c>.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="y">Rows of the same length.</param>
    /// <remarks>Differences are squared and summed, without the cancellation of the formula with products, which is taken for large sets, as in Torch. The slope at distance 0 is
    /// taken to be 0.</remarks>
    public static Tensor Cdist(Tensor x, Tensor y) => Op.Binary("cdist", x, y, (a, b) =>
    {
        AtLeastRank("Cdist", a, 2);
        AtLeastRank("Cdist", b, 2);
        return Prim.Compose("cdist", Distances, [], a, b);
    }, floating: true);

    private static Tensor Distances(Tensor[] rows, IntList values)
    {
        (Tensor a, Tensor b) = (rows[0], rows[1]);
        if (a.Shape.IsStatic && b.Shape.IsStatic && (double)a.Count * b.Shape[^2] > 1 << 20)
        {
            // |x|² + |y|² - 2 x·y, about the middle of y, where less cancels.
            Tensor middle = Prim.StopGradient(Mean(b, -2, keepdims: true));
            (a, b) = (Prim.Subtract(a, middle), Prim.Subtract(b, middle));
            Tensor lengths = Prim.Add(Sum(Prim.Square(a), -1, keepdims: true), Swapaxes(Sum(Prim.Square(b), -1, keepdims: true), -1, -2));
            return SafeRoot(Prim.Maximum(Prim.Subtract(lengths, Prim.Multiply(MatMul(a, Swapaxes(b, -1, -2)), 2)), 0));
        }

        Tensor difference = Prim.Subtract(ExpandDims(a, -2), ExpandDims(b, -3));
        return SafeRoot(Prim.ReduceSum(Prim.Square(difference), difference.Rank - 1));
    }

    /// <summary>The square root, with slope 0 at 0.</summary>
    private static Tensor SafeRoot(Tensor squares)
    {
        Tensor zero = Prim.Equal(squares, Prim.Scalar(0, squares.DType));
        return Prim.Select(zero, Prim.Scalar(0, squares.DType), Prim.Sqrt(Prim.Select(zero, Prim.Scalar(1, squares.DType), squares)));
    }
}
