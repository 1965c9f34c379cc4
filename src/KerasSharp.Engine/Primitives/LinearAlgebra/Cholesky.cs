using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The lower triangular L with L Lᵀ = A, for the symmetric part of A. Where that is not positive definite, the result is NaN from the column on where
/// it fails.
/// </summary>
internal sealed record Cholesky : Primitive
{
    /// <inheritdoc/>
    public override string Name => "cholesky";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = Matrices.AreFloats(inputs) && Matrices.IsSquare(inputs[0].Shape) ? inputs[0] : throw Misfit("the operand must be square matrices of floats.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int n = Matrices.Rows(inputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices =>
        {
            double[] a = matrices[0], l = new double[n * n];
            for (int j = 0; j < n; j++)
            {
                for (int i = j; i < n; i++)
                {
                    double sum = 0.5 * (a[(i * n) + j] + a[(j * n) + i]);
                    sum -= VectorMath.Dot(l.AsSpan(i * n, j), l.AsSpan(j * n, j));

                    // The root of a negative number is NaN and spreads from here.
                    l[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / l[(j * n) + j];
                }
            }

            return [l];
        });
    }

    /// <summary>Murray, "Differentiation of the Cholesky decomposition" (2016), equation 10: L⁻ᵀ Φ(Lᵀ L̄) L⁻¹, symmetrised.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor l = context.Outputs[0];
        Tensor p = Matrices.Product(Matrices.Transposed(l), context.Cotangent);
        // Φ: the lower triangle with half the diagonal.
        Tensor phi = Prim.Multiply(Prim.Add(Matrices.Lower(p), Matrices.Lower(p, -1)), 0.5);
        Tensor left = Prim.TriangularSolve(l, phi, lower: true, transpose: true);
        Tensor both = Matrices.Transposed(Prim.TriangularSolve(l, Matrices.Transposed(left), lower: true, transpose: true));
        return [Matrices.Symmetric(both)];
    }
}

internal static partial class Prim
{
    /// <summary>The lower triangular factor of symmetric positive definite matrices.</summary>
    public static Tensor Cholesky(Tensor x) => Dispatch.Bind1(new Cholesky(), x);
}
