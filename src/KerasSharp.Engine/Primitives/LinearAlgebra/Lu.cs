using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// LU factors with partial pivoting: L (ones on its diagonal, not stored) and U in one matrix, and the rows of A in their new order (int32): row i of L U is
/// row <c>permutation[i]</c> of A.
/// </summary>
internal sealed record Lu : Primitive
{
    /// <inheritdoc/>
    public override string Name => "lu";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs))
        {
            throw Misfit("the operand must be matrices of floats.", inputs);
        }

        outputs[0] = inputs[0];
        outputs[1] = new TensorSpec(inputs[0].Shape[..^1], DType.Int32);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int rows = Matrices.Rows(inputs[0].Shape), columns = Matrices.Columns(inputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices => Factor(matrices[0], rows, columns));
    }

    /// <summary>For square A: Pᵀ L⁻ᵀ (tril(Lᵀ L̄, -1) + triu(Ū Uᵀ)) U⁻ᵀ (Giles 2008, section 2.2.4, for both factors).</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor lu = context.Outputs[0], g = context.CotangentOrZero(0);
        int n = lu.Shape[^1];
        if (lu.Shape[^2] != n)
        {
            throw new NotSupportedException($"The gradient of 'lu' is defined for square matrices only. Received: x.Shape={lu.Shape}. Wrap the argument in StopGradient if it should be treated as a constant.");
        }

        Tensor l = Prim.Add(Matrices.Lower(lu, -1), Matrices.Eye(n, lu.DType)), u = Matrices.Upper(lu);
        Tensor inner = Prim.Add(
            Matrices.Lower(Matrices.Product(Matrices.Transposed(l), Matrices.Lower(g, -1)), -1),
            Matrices.Upper(Matrices.Product(Matrices.Upper(g), Matrices.Transposed(u))));
        Tensor left = Prim.TriangularSolve(l, inner, lower: true, transpose: true, unitDiagonal: true);
        Tensor both = Matrices.Transposed(Prim.TriangularSolve(u, Matrices.Transposed(left), lower: false));
        Tensor back = Prim.ArgSort(context.Outputs[1], -1);
        Tensor places = Prim.BroadcastTo(Prim.Reshape(back, back.Shape.Concat(Shape.Of(1))), both.Shape);
        return [Prim.TakeAlongAxis(both, places, both.Rank - 2)];
    }

    private static double[][] Factor(double[] a, int rows, int columns)
    {
        double[] order = [.. Enumerable.Range(0, rows).Select(i => (double)i)];
        for (int j = 0; j < Math.Min(rows, columns); j++)
        {
            int pivot = j;
            for (int i = j + 1; i < rows; i++)
            {
                pivot = Math.Abs(a[(i * columns) + j]) > Math.Abs(a[(pivot * columns) + j]) ? i : pivot;
            }

            if (pivot != j)
            {
                (order[j], order[pivot]) = (order[pivot], order[j]);
                for (int c = 0; c < columns; c++)
                {
                    (a[(j * columns) + c], a[(pivot * columns) + c]) = (a[(pivot * columns) + c], a[(j * columns) + c]);
                }
            }

            // A column of zeros has nothing to eliminate: the factor stays singular, as LAPACK leaves it.
            for (int i = j + 1; i < rows && a[(j * columns) + j] != 0; i++)
            {
                double factor = a[(i * columns) + j] /= a[(j * columns) + j];
                VectorMath.AddScaled(a.AsSpan((i * columns) + j + 1, columns - j - 1), -factor, a.AsSpan((j * columns) + j + 1, columns - j - 1));
            }
        }

        return [a, order];
    }
}

internal static partial class Prim
{
    /// <summary>LU factors in one matrix, and the order of the rows.</summary>
    public static (Tensor Factors, Tensor Permutation) Lu(Tensor x) => Dispatch.Bind(new Lu(), x) is [var factors, var permutation] ? (factors, permutation) : default;
}
