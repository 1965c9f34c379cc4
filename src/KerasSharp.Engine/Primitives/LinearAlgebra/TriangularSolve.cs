using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The X with A X = B, or Aᵀ X = B, for triangular matrices A (..., n, n) and B (..., n, k). Only the triangle of A is read, and not its diagonal where that
/// is taken as ones.
/// </summary>
internal sealed record TriangularSolve(bool Lower, bool Transpose, bool UnitDiagonal) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "triangular_solve";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        outputs[0] = Matrices.AreFloats(inputs) && Matrices.IsSquare(a) && a.Rank == b.Rank && a[..^1].IsCompatibleWith(b[..^1])
            ? inputs[1]
            : throw Misfit("the operands must be square matrices (..., n, n) and right sides (..., n, k) of the same floating dtype.", inputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int n = Matrices.Rows(inputs[1].Shape), columns = Matrices.Columns(inputs[1].Shape);
        bool forward = Lower != Transpose;
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices =>
        {
            double[] a = matrices[0], x = matrices[1];
            for (int turn = 0; turn < n; turn++)
            {
                int i = forward ? turn : n - 1 - turn;
                Span<double> row = x.AsSpan(i * columns, columns);
                for (int known = 0; known < turn; known++)
                {
                    int k = forward ? known : n - 1 - known;
                    VectorMath.AddScaled(row, -a[Transpose ? (k * n) + i : (i * n) + k], x.AsSpan(k * columns, columns));
                }

                double pivot = UnitDiagonal ? 1 : a[(i * n) + i];
                for (int c = 0; c < columns && !UnitDiagonal; c++)
                {
                    row[c] /= pivot;
                }
            }

            return [x];
        });
    }

    /// <summary>B̄ solves the transposed system for X̄; Ā = -B̄ Xᵀ within the triangle.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor a = context.Inputs[0], x = context.Outputs[0];
        Tensor db = Prim.TriangularSolve(a, context.Cotangent, Lower, !Transpose, UnitDiagonal);
        if (!context.Needs(0))
        {
            return [null, db];
        }

        Tensor outer = Prim.Negate(Transpose ? Matrices.Product(x, Matrices.Transposed(db)) : Matrices.Product(db, Matrices.Transposed(x)));
        int diagonal = UnitDiagonal ? 1 : 0;
        return [Lower ? Matrices.Lower(outer, -diagonal) : Matrices.Upper(outer, diagonal), db];
    }
}

internal static partial class Prim
{
    /// <summary>Solves triangular systems; see <see cref="Primitives.TriangularSolve"/>.</summary>
    public static Tensor TriangularSolve(Tensor a, Tensor b, bool lower, bool transpose = false, bool unitDiagonal = false) =>
        Dispatch.Bind1(new TriangularSolve(lower, transpose, unitDiagonal), a, b);
}
