using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Products of matrices and tensors. Operands are promoted to a common dtype; bools and int8 multiply in int32.</content>
public static partial class Ops
{
    /// <summary>The matrix product of the last two axes, all others broadcast; vectors count as a row on the left and a column on the right.</summary>
    public static Tensor MatMul(Tensor x1, Tensor x2) => Op.Call("matmul", x1, x2, (a, b) =>
    {
        (a, b) = Factors(a, b);
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ShapeException($"MatMul: both operands must have at least one axis. Received: x1.Shape={a.Shape}, x2.Shape={b.Shape}.");
        }

        if (b.Rank <= 2 || a.Rank == 1)
        {
            // No batch axes on one side: contract the last axis of a with the last but one of b.
            return a.Rank == 1 && b.Rank > 2
                ? Prim.DotGeneral(b, a, [], [], [b.Rank - 2], [0])
                : Prim.DotGeneral(a, b, [], [], [a.Rank - 1], [Math.Max(b.Rank - 2, 0)]);
        }

        int rank = Math.Max(a.Rank, b.Rank);
        Shape lead = Broadcasting.Common(a.Shape[..^2], b.Shape[..^2])
            ?? throw new ShapeException($"MatMul: the leading axes must broadcast. Received: x1.Shape={a.Shape}, x2.Shape={b.Shape}.");
        a = Prim.BroadcastTo(a, lead.Concat(a.Shape[^2..]));
        b = Prim.BroadcastTo(b, lead.Concat(b.Shape[^2..]));
        int[] batch = [.. Enumerable.Range(0, rank - 2)];
        return Prim.DotGeneral(a, b, batch, batch, [rank - 1], [rank - 2]);
    });

    /// <summary>The sum of products over the last axis of x1 and the last but one of x2; with a scalar, the plain product.</summary>
    public static Tensor Dot(Tensor x1, Tensor x2) => Op.Call("dot", x1, x2, (a, b) =>
    {
        (a, b) = Factors(a, b);
        return a.Rank == 0 || b.Rank == 0
            ? Prim.Multiply(a, b)
            : Prim.DotGeneral(a, b, [], [], [a.Rank - 1], [Math.Max(b.Rank - 2, 0)]);
    });

    /// <summary>The sum of products over the last axes of both.</summary>
    public static Tensor Inner(Tensor x1, Tensor x2) => Op.Call("inner", x1, x2, (a, b) =>
    {
        (a, b) = Factors(a, b);
        return a.Rank == 0 || b.Rank == 0 ? Prim.Multiply(a, b) : Prim.DotGeneral(a, b, [], [], [a.Rank - 1], [b.Rank - 1]);
    });

    /// <summary>The sum of products over all elements of both.</summary>
    public static Tensor Vdot(Tensor x1, Tensor x2) => Op.Call("vdot", x1, x2, (a, b) =>
    {
        (a, b) = Factors(a, b);
        return Prim.DotGeneral(Ravel(a), Ravel(b), [], [], [0], [0]);
    });

    /// <summary>All products of an element of one vector and an element of the other.</summary>
    public static Tensor Outer(Tensor x1, Tensor x2) => Op.Binary("outer", x1, x2, (a, b) =>
        Prim.Multiply(Prim.Reshape(a, KerasSharp.Shape.Of(-1, 1)), Prim.Reshape(b, KerasSharp.Shape.Of(1, -1))));

    /// <summary>The sum of products over the last <paramref name="axes"/> axes of x1 and the first of x2.</summary>
    public static Tensor Tensordot(Tensor x1, Tensor x2, int axes = 2) => Op.Call("tensordot", x1, x2, (a, b) =>
    {
        (a, b) = Factors(a, b);
        return Prim.DotGeneral(a, b, [], [], [.. Enumerable.Range(a.Rank - axes, axes)], [.. Enumerable.Range(0, axes)]);
    }, axes);

    /// <summary>The sum of products over pairs of axes.</summary>
    /// <param name="x1">The first tensor.</param>
    /// <param name="x2">The second tensor.</param>
    /// <param name="axes">Axes of x1, and as many axes of x2: <c>[[1, 2], [1, 0]]</c>.</param>
    /// <exception cref="ArgumentException">These are not two lists of the same length.</exception>
    public static Tensor Tensordot(Tensor x1, Tensor x2, int[][] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Length != 2 || axes[0].Length != axes[1].Length)
        {
            throw new ArgumentException($"Tensordot: axes must be two lists of the same length. Received: {string.Join(" and ", axes.Select(list => $"[{string.Join(", ", list)}]"))}.", nameof(axes));
        }

        return Op.Call("tensordot", x1, x2, (a, b) =>
        {
            (a, b) = Factors(a, b);
            return Prim.DotGeneral(
                a, b, [], [], System.Array.ConvertAll(axes[0], axis => Axes.Normalize(axis, a.Rank)), System.Array.ConvertAll(axes[1], axis => Axes.Normalize(axis, b.Rank)));
        }, axes);
    }

    private static (Tensor A, Tensor B) Factors(Tensor a, Tensor b)
    {
        DType dtype = Tensor.CommonType([a, b]);
        dtype = dtype is DType.Bool or DType.Int8 ? DType.Int32 : dtype;
        return (Prim.Convert(a, dtype), Prim.Convert(b, dtype));
    }
}
