using KerasSharp.Primitives;

namespace KerasSharp;

/// <summary>Which norm <see cref="Ops.Norm"/> takes: a number (∞ too), <c>"fro"</c> (Frobenius), <c>"nuc"</c> (nuclear), or, as the default value, none of these.</summary>
public readonly record struct NormOrder
{
    private NormOrder(double? number, string? name) => (Number, Name) = (number, name);

    /// <summary>The number, if it is one.</summary>
    public double? Number { get; }

    /// <summary>The name, if it is one.</summary>
    public string? Name { get; }

    /// <summary>An order that is a number.</summary>
    public static implicit operator NormOrder(double number) => new(number, null);

    /// <summary>"fro", "nuc", "inf" or "-inf".</summary>
    /// <exception cref="ArgumentException">The name is none of these.</exception>
    public static implicit operator NormOrder(string name) => name switch
    {
        "fro" or "nuc" => new(null, name),
        "inf" => new(double.PositiveInfinity, null),
        "-inf" => new(double.NegativeInfinity, null),
        _ => throw new ArgumentException($"Norm: a named order must be 'fro', 'nuc', 'inf' or '-inf'. Received: ord={name}.", nameof(name)),
    };

    /// <inheritdoc/>
    public override string ToString() => Name ?? (Number is { } n ? n.ToString(System.Globalization.CultureInfo.InvariantCulture) : "None");
}

/// <content>Norms.</content>
public static partial class Ops
{
    /// <summary>Norms of vectors (one axis), of matrices (two axes), or of all elements: <c>keras.ops.norm</c>.</summary>
    /// <param name="x">A tensor; integers become float32.</param>
    /// <param name="ord">Vectors: 0 (how many are not 0), ∞, -∞, or p for (Σ |x|^p)^(1/p). Matrices: "fro", "nuc", 1, -1, ∞, -∞ (sums of columns or rows), 2, -2
    /// (singular values). When not given, the root of the sum of squares.</param>
    /// <param name="axis">One axis of vectors or two of matrices. When not given, all elements, or with an order the axes of a tensor of rank 1 or 2.</param>
    /// <param name="keepdims">Whether the axes stay with size 1.</param>
    /// <remarks>Where elements tie for an extreme they share its gradient; the slope of a root at 0 is taken to be 0.</remarks>
    /// <exception cref="ArgumentException">The order does not exist for the number of axes.</exception>
    public static Tensor Norm(Tensor x, NormOrder ord = default, IntTuple axis = default, bool keepdims = false) => Op.Float("norm", x, t =>
    {
        bool any = ord == default;
        int[] axes = axis.IsNone ? [.. Enumerable.Range(0, t.Rank)] : System.Array.ConvertAll(axis.ToArray(), a => Axes.Normalize(a, t.Rank));
        Tensor norm = any ? SafeRoot(Sum(Prim.Square(t), axes))
            : axes.Length == 1 && ord.Number is { } p ? VectorNorm(t, p, axes[0])
            : axes.Length == 2 ? MatrixNorm(t, ord, axes[0], axes[1])
            : throw new ArgumentException(
                $"Norm: an order needs one axis (vectors, a number) or two (matrices). Received: ord={ord}, axis={axis}, x.Shape={t.Shape}. Name the axes.", nameof(axis));
        return keepdims ? Prim.Reshape(norm, Kept(t.Shape, axes)) : norm;
    }, ord, axis, keepdims);

    private static Tensor VectorNorm(Tensor x, double p, int axis)
    {
        Tensor size = Prim.Abs(x);
        return p switch
        {
            double.PositiveInfinity => Prim.ReduceMax(size, axis),
            double.NegativeInfinity => Prim.ReduceMin(size, axis),
            0 => Prim.ReduceSum(Prim.Convert(Prim.NotEqual(x, Prim.Scalar(0, x.DType)), x.DType), axis),
            1 => Prim.ReduceSum(size, axis),
            2 => SafeRoot(Prim.ReduceSum(Prim.Square(x), axis)),
            _ => Prim.Power(Prim.ReduceSum(Prim.Power(size, Prim.Scalar(p, x.DType)), axis), Prim.Scalar(1 / p, x.DType)),
        };
    }

    private static Tensor MatrixNorm(Tensor x, NormOrder ord, int row, int column)
    {
        Tensor matrices = Moveaxis(x, new[] { row, column }, new[] { -2, -1 });
        int last = matrices.Rank - 1;
        Tensor Singular() => Prim.Svd(matrices).S;
        Tensor Sums(int over) => Prim.ReduceSum(Prim.Abs(matrices), over);
        return (ord.Name, ord.Number) switch
        {
            ("fro", _) => SafeRoot(Prim.ReduceSum(Prim.Square(matrices), last - 1, last)),
            ("nuc", _) => Prim.ReduceSum(Singular(), last - 1),
            (_, 1) => Prim.ReduceMax(Sums(last - 1), last - 1),
            (_, -1) => Prim.ReduceMin(Sums(last - 1), last - 1),
            (_, double.PositiveInfinity) => Prim.ReduceMax(Sums(last), last - 1),
            (_, double.NegativeInfinity) => Prim.ReduceMin(Sums(last), last - 1),
            (_, 2) => Prim.ReduceMax(Singular(), last - 1),
            (_, -2) => Prim.ReduceMin(Singular(), last - 1),
            _ => throw new ArgumentException($"Norm: the order of a matrix norm must be 'fro', 'nuc', 1, -1, 2, -2, ∞ or -∞. Received: ord={ord}.", nameof(ord)),
        };
    }
}
