namespace KerasSharp.Primitives;

/// <summary>
/// Eigenvalues, ascending, and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals (Golub and Van Loan, algorithm 8.3.1), then implicit
/// QL steps (Dubrulle, Martin and Wilkinson 1968). O(n³); errors are small beside the largest eigenvalue.
/// </summary>
internal sealed class SymmetricEigen
{
    private const int MostSteps = 60;   // for each eigenvalue; two are usual
    private readonly int _n;
    private readonly double[] _a, _diagonal, _beside;
    private readonly double[][] _vectors;

    /// <param name="a">The matrix, row-major; it is used up.</param>
    /// <param name="n">Its size.</param>
    public SymmetricEigen(double[] a, int n)
    {
        (_n, _a, _diagonal, _beside) = (n, a, new double[n], new double[n]);
        _vectors = new double[n][];
        for (int i = 0; i < n; i++)
        {
            _vectors[i] = new double[n];
            _vectors[i][i] = 1;
        }

        ToThreeDiagonals();
        for (int l = 0; l < n; l++)
        {
            for (int step = 0; step < MostSteps && Step(l); step++)
            {
            }
        }
    }

    /// <summary>Eigenvalues, and eigenvectors in columns, row-major.</summary>
    public (double[] Values, double[] Vectors) Sorted()
    {
        int[] order = [.. Enumerable.Range(0, _n).OrderBy(i => _diagonal[i])];
        var vectors = new double[_n * _n];
        for (int j = 0; j < _n; j++)
        {
            for (int i = 0; i < _n; i++)
            {
                vectors[(i * _n) + j] = _vectors[order[j]][i];
            }
        }

        return (Array.ConvertAll(order, i => _diagonal[i]), vectors);
    }

    private Span<double> Row(int i) => _a.AsSpan(i * _n, _n);

    private void ToThreeDiagonals()
    {
        var reflectors = new (double[] V, double Factor)[Math.Max(_n - 2, 0)];
        double[] p = new double[_n];
        for (int k = 0; k < reflectors.Length; k++)
        {
            // I - factor v vᵀ takes what stands beside the diagonal in row k to its first element.
            double[] v = Row(k).ToArray();
            v.AsSpan(0, k + 1).Clear();
            double norm = Math.Sqrt(VectorMath.Dot(v, v));
            double image = v[k + 1] > 0 ? -norm : norm;
            v[k + 1] -= image;
            double length = VectorMath.Dot(v, v), factor = length > 0 ? 2 / length : 0;
            reflectors[k] = (v, factor);
            (_diagonal[k], _beside[k]) = (Row(k)[k], length > 0 ? image : Row(k)[k + 1]);
            if (factor == 0)
            {
                continue;
            }

            int first = k + 1;
            for (int i = first; i < _n; i++)
            {
                p[i] = factor * VectorMath.Dot(Row(i)[first..], v.AsSpan(first));
            }

            VectorMath.AddScaled(p.AsSpan(first), -0.5 * factor * VectorMath.Dot(p.AsSpan(first), v.AsSpan(first)), v.AsSpan(first));
            for (int i = first; i < _n; i++)
            {
                VectorMath.AddScaled(Row(i)[first..], -v[i], p.AsSpan(first));
                VectorMath.AddScaled(Row(i)[first..], -p[i], v.AsSpan(first));
            }
        }

        for (int k = reflectors.Length; k < _n; k++)
        {
            (_diagonal[k], _beside[k]) = (Row(k)[k], k + 1 < _n ? Row(k)[k + 1] : 0);
        }

        // The vectors, as rows, are the product of the reflections, from the last one on.
        for (int k = reflectors.Length - 1; k >= 0; k--)
        {
            (double[] v, double factor) = reflectors[k];
            for (int i = k + 1; i < _n && factor != 0; i++)
            {
                Span<double> row = _vectors[i].AsSpan(k + 1);
                VectorMath.AddScaled(row, -factor * VectorMath.Dot(row, v.AsSpan(k + 1)), v.AsSpan(k + 1));
            }
        }
    }

    /// <summary>One step on the block that begins at <paramref name="l"/>; false where nothing is left beside its first element.</summary>
    private bool Step(int l)
    {
        double[] d = _diagonal, e = _beside;
        int end = l;
        while (end + 1 < _n && Math.Abs(e[end]) > 1.2e-16 * (Math.Abs(d[end]) + Math.Abs(d[end + 1])))
        {
            end++;
        }

        if (end == l)
        {
            return false;
        }

        double g = (d[l + 1] - d[l]) / (2 * e[l]), r = double.Hypot(g, 1);
        g = d[end] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
        double s = 1, c = 1, shift = 0;
        for (int i = end - 1; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i];
            r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= shift;
                e[end] = 0;
                return true;
            }

            (s, c) = (f / r, g / r);
            g = d[i + 1] - shift;
            r = ((d[i] - g) * s) + (2 * c * b);
            shift = s * r;
            d[i + 1] = g + shift;
            g = (c * r) - b;
            VectorMath.Rotate(_vectors[i], _vectors[i + 1], c, s);
        }

        d[l] -= shift;
        (e[l], e[end]) = (g, 0);
        return true;
    }
}
