using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>What layers that number categories make of the numbers: the numbers themselves, or vectors with a place for each category.</summary>
internal static class CategoricalOutput
{
    /// <summary>The mode, old names replaced.</summary>
    /// <exception cref="ArgumentException">It is none of those allowed.</exception>
    public static string CheckMode(string outputMode, string owner, params string[] allowed)
    {
        string mode = outputMode switch { "binary" => "multi_hot", "tf-idf" => "tf_idf", _ => outputMode };
        return allowed.Contains(mode) ? mode : throw new ArgumentException(
            $"{owner}: outputMode must be one of {string.Join(", ", allowed.Select(a => $"\"{a}\""))}. Received: outputMode=\"{outputMode}\".", nameof(outputMode));
    }

    /// <summary>Refuses sparse tensors, which there are none of.</summary>
    /// <exception cref="NotSupportedException">They are asked for.</exception>
    public static bool CheckSparse(bool sparse, string owner) => !sparse ? sparse : throw new NotSupportedException(
        $"{owner}: outputs are dense tensors. Received: sparse=true. Leave sparse out; with many categories use outputMode: \"int\" and an Embedding.");

    /// <summary>The shape of what is made of numbers of a shape.</summary>
    public static Shape ShapeOf(Shape indices, string mode, int depth) => mode switch
    {
        "int" => indices,
        _ when indices.Rank == 0 => Shape.Of(depth),
        "one_hot" when indices.Rank == 1 || indices[^1] != 1 => indices.Concat(Shape.Of(depth)),
        _ => indices[..^1].Concat(Shape.Of(depth)),
    };

    /// <summary>Encodes numbers; those outside 0 to depth - 1 are left out, but from the mode "int".</summary>
    /// <param name="owner">The layer.</param>
    /// <param name="indices">Numbers of categories.</param>
    /// <param name="mode">One of "int", "one_hot", "multi_hot", "count".</param>
    /// <param name="depth">The number of categories.</param>
    /// <param name="dtype">Dtype of the result.</param>
    /// <param name="weights">What each number counts.</param>
    public static Tensor Encode(Layer owner, Tensor indices, string mode, int depth, DType dtype, Tensor? weights = null)
    {
        if (mode == "int")
        {
            return Prim.Convert(indices, dtype);
        }

        if (mode == "count" && indices.Rank > 2)
        {
            throw new ShapeException(
                $"{owner.Label}: to count, the input must have rank 2 or less. Received: inputs.Shape={indices.Shape}. Flatten the samples, or take outputMode: \"multi_hot\".", nameof(indices));
        }

        Shape shape = ShapeOf(indices.Shape, mode, depth);
        indices = indices.DType.IsInteger() && indices.DType != DType.Bool ? indices : Prim.Convert(indices, DType.Int32);
        if (mode == "one_hot")
        {
            bool isColumn = indices.Rank > 1 && indices.Shape[^1] == 1;
            return Ops.OneHot(isColumn ? Prim.Reshape(indices, indices.Shape[..^1]) : indices, depth, dtype: dtype);
        }

        if (!indices.Shape.IsStatic)
        {
            return Op.Unknown(shape, dtype);
        }

        Tensor counts = Counts(indices, depth, weights);
        return Prim.Convert(Prim.Reshape(mode == "count" ? counts : Prim.Greater(counts, Prim.Scalar(0, counts.DType)), shape), dtype);
    }

    /// <summary>How often each category stands in each row: a sum into places, so that no row of zeros and a one is made for each number.</summary>
    private static Tensor Counts(Tensor indices, int depth, Tensor? weights)
    {
        int length = indices.Rank == 0 ? 1 : indices.Shape[^1], rows = indices.Rank == 0 ? 1 : (int)indices.Shape[..^1].Count;
        var matrix = Shape.Of(rows, length);
        Tensor numbers = Prim.Reshape(indices, matrix);
        Tensor inside = Prim.LogicalAnd(Prim.GreaterEqual(numbers, Prim.Scalar(0, numbers.DType)), Prim.Less(numbers, Prim.Scalar(depth, numbers.DType)));

        // One place more in each row takes what is left out.
        Tensor column = Prim.Convert(Prim.Select(inside, numbers, Prim.Scalar(depth, numbers.DType)), DType.Int32);
        Tensor row = Prim.Multiply(Prim.Iota(Shape.Of(rows, 1), 0, DType.Int32), Prim.Scalar(depth + 1, DType.Int32));
        Tensor places = Prim.Reshape(Prim.Add(row, column), Shape.Of(rows * length));
        Tensor added = weights is null ? Prim.Ones(places.Shape, DType.Float32) : Prim.Reshape(Prim.Convert(weights, DType.Float32), places.Shape);
        Tensor sums = Prim.Reshape(Prim.ScatterAddAxis(added, places, 0, Shape.Of(rows * (depth + 1))), Shape.Of(rows, depth + 1));
        return Prim.SliceAxis(sums, 1, 0, depth);
    }
}
