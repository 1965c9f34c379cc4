using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A = U diag(s) Vᵀ: orthonormal columns of U, singular values s, descending, and orthonormal rows of Vᵀ, by one-sided Jacobi rotations (Hestenes 1958).
/// Reduced: U (m, k), s (k,), Vᵀ (k, n) with k = min(m, n); full: U (m, m), Vᵀ (n, n).
/// </summary>
internal sealed record Svd(bool Full) : Primitive
{
    private const int Sweeps = 60;

    /// <inheritdoc/>
    public override string Name => "svd";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs))
        {
            throw Misfit("the operand must be matrices of floats.", inputs);
        }

        Shape x = inputs[0].Shape;
        int m = x[^2], n = x[^1], k = Math.Min(m, n);
        outputs[0] = new TensorSpec(Matrices.With(x, m, Full ? m : k), inputs[0].DType);
        outputs[1] = new TensorSpec(x[..^2].Concat(Shape.Of(k)), inputs[0].DType);
        outputs[2] = new TensorSpec(Matrices.With(x, Full ? n : k, n), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int m = Matrices.Rows(inputs[0].Shape), n = Matrices.Columns(inputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices => Decompose(matrices[0], m, n));
    }

    /// <summary>Townsend, "Differentiating the singular value decomposition" (2016), equation 30. Equal or zero singular values have no gradient.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor u = context.Outputs[0], s = context.Outputs[1], vt = context.Outputs[2];
        if (Full && u.Shape[^1] != vt.Shape[^1])
        {
            throw new NotSupportedException($"The gradient of 'svd' is defined for reduced factors only. Received: x.Shape={context.Inputs[0].Shape}, full. Ask for reduced factors.");
        }

        Tensor ut = Matrices.Transposed(u), v = Matrices.Transposed(vt), sigma = Matrices.FromDiagonal(s);
        Tensor inner = Matrices.FromDiagonal(context.CotangentOrZero(1));
        Tensor f = Matrices.Separations(Prim.Multiply(s, s)), outside = Prim.Zeros(Shape.Scalar, s.DType);
        (Tensor column, Tensor row) = Matrices.Both(s);
        if (context.Cotangents[0] is { } du)
        {
            Tensor utdu = Matrices.Product(ut, du);
            inner = Prim.Add(inner, Matrices.Product(Prim.Multiply(f, Prim.Subtract(utdu, Matrices.Transposed(utdu))), sigma));
            Tensor rest = Prim.Divide(Prim.Subtract(du, Matrices.Product(u, utdu)), row);
            outside = Prim.Add(outside, Matrices.Product(rest, vt));
        }

        if (context.Cotangents[2] is { } dvt)
        {
            Tensor dvtv = Matrices.Product(dvt, v);
            inner = Prim.Add(inner, Matrices.Product(sigma, Prim.Multiply(f, Prim.Subtract(Matrices.Transposed(dvtv), dvtv))));
            Tensor rest = Prim.Divide(Prim.Subtract(dvt, Matrices.Product(dvtv, vt)), column);
            outside = Prim.Add(outside, Matrices.Product(u, rest));
        }

        return [Prim.Add(Matrices.Product(Matrices.Product(u, inner), vt), outside)];
    }

    private double[][] Decompose(double[] a, int m, int n)
    {
        int k = Math.Min(m, n);
        bool wide = m < n;
        // Work on a tall matrix, whose columns become orthogonal: columns[j] is a column of A, or a row where A is wide.
        double[][] columns = [.. Enumerable.Range(0, k).Select(j => Enumerable.Range(0, Math.Max(m, n)).Select(i => wide ? a[(j * n) + i] : a[(i * n) + j]).ToArray())];
        double[][] turns = [.. Enumerable.Range(0, k).Select(j => Enumerable.Range(0, k).Select(i => i == j ? 1.0 : 0).ToArray())];
        bool turned = true;
        for (int sweep = 0; turned && sweep < Sweeps; sweep++)
        {
            turned = false;
            for (int p = 0; p < k; p++)
            {
                for (int q = p + 1; q < k; q++)
                {
                    turned |= Rotate(columns[p], columns[q], turns[p], turns[q]);
                }
            }
        }

        double[] norms = Array.ConvertAll(columns, c => Math.Sqrt(VectorMath.Dot(c, c)));
        int[] order = [.. Enumerable.Range(0, k).OrderByDescending(j => norms[j])];
        double[] s = Array.ConvertAll(order, j => norms[j]);
        double tiny = (k > 0 ? s[0] : 0) * Math.Max(m, n) * 1e-16;
        var tall = new List<double[]>();
        foreach (int j in order.Where(j => norms[j] > tiny))
        {
            tall.Add(Array.ConvertAll(columns[j], x => x / norms[j]));
        }

        OrthonormalBasis.Complete(tall, Math.Max(m, n), Full ? Math.Max(m, n) : k);
        double[][] square = Array.ConvertAll(order, j => turns[j]);
        double[][] left = wide ? square : [.. tall], right = wide ? [.. tall] : square;
        double[] u = new double[m * left.Length];
        for (int j = 0; j < left.Length; j++)
        {
            for (int i = 0; i < m; i++)
            {
                u[(i * left.Length) + j] = left[j][i];
            }
        }

        return [u, s, [.. right.SelectMany(r => r)]];
    }

    /// <summary>Rotates two columns so that they are orthogonal; false where they are already.</summary>
    private static bool Rotate(double[] x, double[] y, double[] turnX, double[] turnY)
    {
        double xx = VectorMath.Dot(x, x), yy = VectorMath.Dot(y, y), xy = VectorMath.Dot(x, y);
        if (!(Math.Abs(xy) > 1.2e-16 * Math.Sqrt(x.Length * xx * yy)))   // what rounding leaves of a sum of so many products
        {
            return false;
        }

        double tau = (yy - xx) / (2 * xy);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        double c = 1 / Math.Sqrt(1 + (t * t)), s = t * c;
        VectorMath.Rotate(x, y, c, s);
        VectorMath.Rotate(turnX, turnY, c, s);
        return true;
    }
}

/// <summary>Completes orthonormal vectors to more of them.</summary>
internal static class OrthonormalBasis
{
    /// <summary>Adds unit vectors, made orthogonal to those that are there, until there are enough of them.</summary>
    public static void Complete(List<double[]> vectors, int size, int wanted)
    {
        while (vectors.Count < wanted)
        {
            // The unit vector that is farthest from the span: its remainder is never small.
            int farthest = Enumerable.Range(0, size).MinBy(i => vectors.Sum(v => v[i] * v[i]));
            var next = new double[size];
            next[farthest] = 1;
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] v in vectors)
                {
                    double dot = next.Zip(v, (a, b) => a * b).Sum();
                    next = [.. next.Zip(v, (a, b) => a - (dot * b))];
                }
            }

            double norm = Math.Sqrt(next.Sum(x => x * x));
            vectors.Add(Array.ConvertAll(next, x => x / norm));
        }
    }
}

internal static partial class Prim
{
    /// <summary>Singular values, descending, and singular vectors; see <see cref="Primitives.Svd"/>.</summary>
    public static (Tensor U, Tensor S, Tensor Vt) Svd(Tensor x, bool full = false) => Dispatch.Bind(new Svd(full), x) is [var u, var s, var vt] ? (u, s, vt) : default;
}
