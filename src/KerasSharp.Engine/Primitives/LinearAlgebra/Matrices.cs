using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>What the primitives of linear algebra share: matrices are the last two axes, everything before them is a batch.</summary>
internal static class Matrices
{
    /// <summary>A kernel on one matrix, row-major: reads operands, returns results.</summary>
    public delegate double[][] Kernel(double[][] inputs);

    public static int Rows(Shape shape) => shape[^2];

    public static int Columns(Shape shape) => shape[^1];

    public static bool AreFloats(ReadOnlySpan<TensorSpec> inputs, int leastRank = 2)
    {
        foreach (TensorSpec input in inputs)
        {
            if (!input.DType.IsFloating() || input.DType != inputs[0].DType || input.Shape.Rank < leastRank)
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsSquare(Shape shape) => shape.Rank >= 2 && (shape[^1] == shape[^2] || shape[^1] < 0 || shape[^2] < 0);

    /// <summary>The shape with other last axes.</summary>
    public static Shape With(Shape shape, params int[] last) => shape[..^2].Concat(Shape.Of(last));

    /// <summary>Runs a kernel in double on each matrix of the batch. Operands and results are cut into as many equal parts.</summary>
    public static void ForEach(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs, Shape batchOf, Kernel kernel)
    {
        int batch = (int)batchOf[..^2].Count;
        double[][] sources = new double[inputs.Length][], targets = new double[outputs.Length][];
        for (int i = 0; i < inputs.Length; i++)
        {
            sources[i] = Doubles.Read(inputs[i]);
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            targets[i] = new double[outputs[i].Count];
        }

        for (int b = 0; b < batch; b++)
        {
            double[][] results = kernel(Array.ConvertAll(sources, s => s.AsSpan(b * (s.Length / batch), s.Length / batch).ToArray()));
            for (int i = 0; i < targets.Length; i++)
            {
                results[i].CopyTo(targets[i], b * (targets[i].Length / batch));
            }
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            Doubles.Write(targets[i], outputs[i]);
        }
    }

    /// <summary>The last two axes exchanged.</summary>
    public static Tensor Transposed(Tensor x)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Prim.Transpose(x, order);
    }

    /// <summary>The matrix products of two batches of equal leading axes.</summary>
    public static Tensor Product(Tensor a, Tensor b)
    {
        int[] batch = [.. Enumerable.Range(0, a.Rank - 2)];
        return Prim.DotGeneral(a, b, batch, batch, [a.Rank - 1], [b.Rank - 2]);
    }

    /// <summary>The elements on and below a diagonal; zeros above it.</summary>
    public static Tensor Lower(Tensor x, int diagonal = 0) => Keep(x, (row, column) => Prim.LessEqual(column, Prim.Add(row, diagonal)));

    /// <summary>The elements on and above a diagonal; zeros below it.</summary>
    public static Tensor Upper(Tensor x, int diagonal = 0) => Keep(x, (row, column) => Prim.GreaterEqual(column, Prim.Add(row, diagonal)));

    /// <summary>A matrix with a vector on its diagonal.</summary>
    public static Tensor FromDiagonal(Tensor v)
    {
        int n = v.Shape[^1];
        return Prim.Multiply(Prim.Reshape(v, v.Shape.Concat(Shape.Of(1))), Eye(n, v.DType));
    }

    public static Tensor Eye(int n, DType dtype) =>
        Prim.Convert(Prim.Equal(Prim.Iota(Shape.Of(n, n), 0, DType.Int32), Prim.Iota(Shape.Of(n, n), 1, DType.Int32)), dtype);

    /// <summary>Rows and columns of a vector: (..., n, 1) and (..., 1, n).</summary>
    public static (Tensor Column, Tensor Row) Both(Tensor v) => (Prim.Reshape(v, v.Shape.Concat(Shape.Of(1))), Prim.Reshape(v, v.Shape.Insert(v.Rank - 1, 1)));

    /// <summary>1 / (b[j] - b[i]) off the diagonal, 0 on it: what separates eigenvalues.</summary>
    public static Tensor Separations(Tensor b)
    {
        (Tensor column, Tensor row) = Both(b);
        Tensor eye = Eye(b.Shape[^1], b.DType);
        return Prim.Divide(Prim.Subtract(1, eye), Prim.Add(Prim.Subtract(row, column), eye));
    }

    /// <summary>(x + xᵀ) / 2.</summary>
    public static Tensor Symmetric(Tensor x) => Prim.Multiply(Prim.Add(x, Transposed(x)), 0.5);

    private static Tensor Keep(Tensor x, Func<Tensor, Tensor, Tensor> which)
    {
        Shape matrix = x.Shape[^2..];
        Tensor kept = which(Prim.Iota(matrix, 0, DType.Int32), Prim.Iota(matrix, 1, DType.Int32));
        return Prim.Select(kept, x, Prim.Scalar(0, x.DType));
    }
}
