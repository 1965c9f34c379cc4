using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Eigenvalues, ascending, and eigenvectors (columns) of the symmetric part of square matrices, by Jacobi's rotations.</summary>
internal sealed record Eigh : Primitive
{
    private const int Sweeps = 60;

    /// <inheritdoc/>
    public override string Name => "eigh";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs) || !Matrices.IsSquare(inputs[0].Shape))
        {
            throw Misfit("the operand must be square matrices of floats.", inputs);
        }

        outputs[0] = new TensorSpec(inputs[0].Shape[..^1], inputs[0].DType);
        outputs[1] = inputs[0];
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int n = Matrices.Rows(inputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices => Decompose(matrices[0], n));
    }

    /// <summary>V (diag(w̄) + F ∘ (Vᵀ V̄)) Vᵀ with F[i, j] = 1 / (w[j] - w[i]), symmetrised (Giles 2008, section 3.1). Equal eigenvalues have no gradient.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor w = context.Outputs[0], v = context.Outputs[1], vt = Matrices.Transposed(v);
        Tensor inner = Matrices.FromDiagonal(context.CotangentOrZero(0));
        if (context.Cotangents[1] is { } dv)
        {
            inner = Prim.Add(inner, Prim.Multiply(Matrices.Separations(w), Matrices.Product(vt, dv)));
        }

        return [Matrices.Symmetric(Matrices.Product(Matrices.Product(v, inner), vt))];
    }

    private static double[][] Decompose(double[] x, int n)
    {
        double[] a = new double[n * n], v = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            v[(i * n) + i] = 1;
            for (int j = 0; j < n; j++)
            {
                a[(i * n) + j] = 0.5 * (x[(i * n) + j] + x[(j * n) + i]);
            }
        }

        bool turned = true;
        for (int sweep = 0; turned && sweep < Sweeps; sweep++)
        {
            turned = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    turned |= Rotate(a, v, n, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => a[(i * n) + i])];
        double[] values = Array.ConvertAll(order, i => a[(i * n) + i]), vectors = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                vectors[(i * n) + j] = v[(i * n) + order[j]];
            }
        }

        return [values, vectors];
    }

    /// <summary>A rotation of axes p and q that makes a[p, q] zero (Golub and Van Loan, algorithm 8.5.1); false where it is zero beside the diagonal already.</summary>
    private static bool Rotate(double[] a, double[] v, int n, int p, int q)
    {
        double apq = a[(p * n) + q], app = a[(p * n) + p], aqq = a[(q * n) + q];
        if (!(Math.Abs(apq) > 1e-17 * Math.Sqrt(Math.Abs(app * aqq))) || Math.Abs(apq) < 1e-300)
        {
            return false;
        }

        double tau = (aqq - app) / (2 * apq);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        double c = 1 / Math.Sqrt(1 + (t * t)), s = t * c;
        for (int k = 0; k < n; k++)
        {
            (a[(k * n) + p], a[(k * n) + q]) = ((c * a[(k * n) + p]) - (s * a[(k * n) + q]), (s * a[(k * n) + p]) + (c * a[(k * n) + q]));
            (v[(k * n) + p], v[(k * n) + q]) = ((c * v[(k * n) + p]) - (s * v[(k * n) + q]), (s * v[(k * n) + p]) + (c * v[(k * n) + q]));
        }

        for (int k = 0; k < n; k++)
        {
            (a[(p * n) + k], a[(q * n) + k]) = ((c * a[(p * n) + k]) - (s * a[(q * n) + k]), (s * a[(p * n) + k]) + (c * a[(q * n) + k]));
        }

        (a[(p * n) + q], a[(q * n) + p]) = (0, 0);
        return true;
    }
}

internal static partial class Prim
{
    /// <summary>Eigenvalues, ascending, and eigenvectors of symmetric matrices.</summary>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x) => Dispatch.Bind(new Eigh(), x) is [var values, var vectors] ? (values, vectors) : default;
}
