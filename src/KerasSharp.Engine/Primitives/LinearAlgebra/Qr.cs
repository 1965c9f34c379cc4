using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A = Q R with orthonormal columns of Q and an upper triangular R, by Householder reflections with LAPACK's signs. Reduced: Q (m, k), R (k, n) with k = min(m, n);
/// complete: Q (m, m), R (m, n).
/// </summary>
internal sealed record Qr(bool Complete) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "qr";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs))
        {
            throw Misfit("the operand must be matrices of floats.", inputs);
        }

        Shape x = inputs[0].Shape;
        int m = x[^2], n = x[^1], k = Complete ? m : Math.Min(m, n);
        outputs[0] = new TensorSpec(Matrices.With(x, m, k), inputs[0].DType);
        outputs[1] = new TensorSpec(Matrices.With(x, k, n), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int m = Matrices.Rows(inputs[0].Shape), n = Matrices.Columns(inputs[0].Shape), k = Matrices.Columns(outputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices => Factor(matrices[0], m, n, k));
    }

    /// <summary>(Q̄ + Q C) R⁻ᵀ, where C has the lower triangle of M = R R̄ᵀ - Q̄ᵀ Q and its mirror image (Walter and Lehmann 2010).</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor q = context.Outputs[0], r = context.Outputs[1], dq = context.CotangentOrZero(0), dr = context.CotangentOrZero(1);
        if (r.Shape[^1] != r.Shape[^2])
        {
            throw new NotSupportedException(
                $"The gradient of 'qr' is defined for reduced factors of matrices with at least as many rows as columns. Received: x.Shape={context.Inputs[0].Shape}. "
                + "Wrap the argument in StopGradient if it should be treated as a constant.");
        }

        Tensor m = Prim.Subtract(Matrices.Product(r, Matrices.Transposed(dr)), Matrices.Product(Matrices.Transposed(dq), q));
        Tensor mirrored = Prim.Add(Matrices.Lower(m), Matrices.Transposed(Matrices.Lower(m, -1)));
        Tensor sum = Prim.Add(dq, Matrices.Product(q, mirrored));
        return [Matrices.Transposed(Prim.TriangularSolve(r, Matrices.Transposed(sum), lower: false))];
    }

    private static double[][] Factor(double[] a, int m, int n, int k)
    {
        // The rows of w are multiplied by each reflection I - 2 v vᵀ in turn, and the columns of q by the same ones.
        double[] q = new double[m * m], v = new double[m], w = new double[n];
        for (int i = 0; i < m; i++)
        {
            q[(i * m) + i] = 1;
        }

        for (int j = 0; j < Math.Min(m - 1, n); j++)
        {
            double below = 0;
            for (int i = j + 1; i < m; i++)
            {
                below += a[(i * n) + j] * a[(i * n) + j];
            }

            double head = a[(j * n) + j];
            if (below == 0)
            {
                continue;
            }

            v[j] = head + (head >= 0 ? 1 : -1) * Math.Sqrt((head * head) + below);
            for (int i = j + 1; i < m; i++)
            {
                v[i] = a[(i * n) + j];
            }

            double scale = 2 / ((v[j] * v[j]) + below);
            Array.Clear(w);
            for (int i = j; i < m; i++)
            {
                VectorMath.AddScaled(w, scale * v[i], a.AsSpan(i * n, n));
            }

            for (int i = j; i < m; i++)
            {
                VectorMath.AddScaled(a.AsSpan(i * n, n), -v[i], w);
            }

            for (int row = 0; row < m; row++)
            {
                Span<double> rest = q.AsSpan((row * m) + j, m - j);
                VectorMath.AddScaled(rest, -scale * VectorMath.Dot(rest, v.AsSpan(j, m - j)), v.AsSpan(j, m - j));
            }
        }

        double[] thin = new double[m * k], upper = new double[k * n];
        for (int i = 0; i < m; i++)
        {
            q.AsSpan(i * m, k).CopyTo(thin.AsSpan(i * k));
        }

        for (int i = 0; i < k; i++)
        {
            for (int c = i; c < n; c++)
            {
                upper[(i * n) + c] = a[(i * n) + c];
            }
        }

        return [thin, upper];
    }
}

internal static partial class Prim
{
    /// <summary>Orthonormal and upper triangular factors; see <see cref="Primitives.Qr"/>.</summary>
    public static (Tensor Q, Tensor R) Qr(Tensor x, bool complete = false) => Dispatch.Bind(new Qr(complete), x) is [var q, var r] ? (q, r) : default;
}
