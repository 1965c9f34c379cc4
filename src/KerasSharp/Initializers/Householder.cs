using System.Numerics.Tensors;

namespace KerasSharp.Initializers;

/// <summary>The Q of a QR factorisation by reflections (Golub and Van Loan, "Matrix computations", 4th edition, section 5.2).</summary>
internal static class Householder
{
    /// <summary>
    /// Makes vectors orthonormal: those are rows of <paramref name="a"/>, <paramref name="count"/> of them, none longer than
    /// <paramref name="length"/>. The signs are those for which R has a positive diagonal, so that Q is uniform among such matrices.
    /// </summary>
    public static void Orthonormalize(double[] a, int count, int length)
    {
        double[] scale = new double[count], diagonal = new double[count];
        for (int k = 0; k < count; k++)
        {
            // v = x + sign(x0) |x| e0 reflects x, the rest of row k, onto the axis; it replaces x.
            Span<double> v = a.AsSpan((k * length) + k, length - k);
            double norm = TensorPrimitives.Norm<double>(v);
            diagonal[k] = v[0] < 0 ? norm : -norm;
            v[0] -= diagonal[k];
            double square = TensorPrimitives.Dot<double>(v, v);
            scale[k] = square == 0 ? 0 : 2 / square;
            for (int j = k + 1; j < count; j++)
            {
                Reflect(a.AsSpan((j * length) + k, length - k), v, scale[k]);
            }
        }

        // Q's columns are the reflections applied to the axes, the last first.
        double[] q = new double[a.Length];
        for (int k = count - 1; k >= 0; k--)
        {
            q[(k * length) + k] = 1;
            ReadOnlySpan<double> v = a.AsSpan((k * length) + k, length - k);
            for (int j = k; j < count; j++)
            {
                Reflect(q.AsSpan((j * length) + k, length - k), v, scale[k]);
            }
        }

        for (int k = 0; k < count; k++)
        {
            Span<double> row = q.AsSpan(k * length, length);
            TensorPrimitives.Multiply(row, diagonal[k] < 0 ? -1.0 : 1.0, a.AsSpan(k * length, length));
        }
    }

    /// <summary>x - scale (v · x) v.</summary>
    private static void Reflect(Span<double> x, ReadOnlySpan<double> v, double scale) =>
        TensorPrimitives.MultiplyAdd(v, -scale * TensorPrimitives.Dot<double>(v, x), x, x);
}
