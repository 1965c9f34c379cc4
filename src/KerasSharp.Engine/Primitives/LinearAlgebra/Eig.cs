using System.Numerics;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Eigenvalues and eigenvectors (columns, of length 1) of real square matrices, as real and imaginary parts: w.re, w.im (..., n), v.re, v.im (..., n, n). By the
/// shifted QR algorithm on a Hessenberg form (Golub and Van Loan, sections 7.4 and 7.5), in complex numbers.
/// </summary>
internal sealed record Eig : Primitive
{
    /// <inheritdoc/>
    public override string Name => "eig";

    /// <inheritdoc/>
    public override int OutputCount => 4;

    /// <inheritdoc/>
    protected override string NoGradientReason => "eigenvectors of general matrices are free in phase and order. Of symmetric matrices Eigh has a gradient.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs) || !Matrices.IsSquare(inputs[0].Shape))
        {
            throw Misfit("the operand must be square matrices of floats.", inputs);
        }

        outputs[0] = outputs[1] = new TensorSpec(inputs[0].Shape[..^1], inputs[0].DType);
        outputs[2] = outputs[3] = inputs[0];
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int n = Matrices.Rows(inputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices =>
        {
            (Complex[] values, Complex[,] vectors) = new ComplexSchur(matrices[0], n).Eigenpairs();
            Complex[] flat = [.. vectors.Cast<Complex>()];
            return [Array.ConvertAll(values, c => c.Real), Array.ConvertAll(values, c => c.Imaginary), Array.ConvertAll(flat, c => c.Real), Array.ConvertAll(flat, c => c.Imaginary)];
        });
    }
}

/// <summary>The Schur form T = Z* A Z, upper triangular, of a matrix.</summary>
internal sealed class ComplexSchur
{
    private const double Tiny = 1e-15;
    private readonly int _n;
    private readonly Complex[,] _t, _z;

    public ComplexSchur(double[] matrix, int n)
    {
        (_n, _t, _z) = (n, new Complex[n, n], new Complex[n, n]);
        for (int i = 0; i < n; i++)
        {
            _z[i, i] = 1;
            for (int j = 0; j < n; j++)
            {
                _t[i, j] = matrix[(i * n) + j];
            }
        }

        ToHessenberg();
        ToTriangular();
    }

    /// <summary>Eigenvalues from the diagonal, eigenvectors by back substitution.</summary>
    public (Complex[] Values, Complex[,] Vectors) Eigenpairs()
    {
        var values = new Complex[_n];
        var vectors = new Complex[_n, _n];
        double scale = Enumerable.Range(0, _n).Select(i => _t[i, i].Magnitude).DefaultIfEmpty(0).Max();
        for (int j = 0; j < _n; j++)
        {
            values[j] = _t[j, j];
            var y = new Complex[_n];
            y[j] = 1;
            for (int i = j - 1; i >= 0; i--)
            {
                Complex sum = 0;
                for (int k = i + 1; k <= j; k++)
                {
                    sum += _t[i, k] * y[k];
                }

                Complex gap = _t[i, i] - _t[j, j];
                y[i] = -sum / (gap.Magnitude < Tiny * scale ? (Complex)Math.Max(Tiny * scale, double.Epsilon) : gap);
            }

            var v = new Complex[_n];
            for (int i = 0; i < _n; i++)
            {
                for (int k = 0; k <= j; k++)
                {
                    v[i] += _z[i, k] * y[k];
                }
            }

            double norm = Math.Sqrt(v.Sum(c => (c.Real * c.Real) + (c.Imaginary * c.Imaginary)));
            for (int i = 0; i < _n; i++)
            {
                vectors[i, j] = v[i] / norm;
            }
        }

        return (values, vectors);
    }

    private void ToHessenberg()
    {
        for (int k = 0; k + 2 < _n; k++)
        {
            var v = new Complex[_n];
            double norm = 0;
            for (int i = k + 1; i < _n; i++)
            {
                v[i] = _t[i, k];
                norm += (v[i].Real * v[i].Real) + (v[i].Imaginary * v[i].Imaginary);
            }

            norm = Math.Sqrt(norm);
            v[k + 1] += v[k + 1] == 0 ? norm : v[k + 1] / v[k + 1].Magnitude * norm;
            double length = v.Sum(c => (c.Real * c.Real) + (c.Imaginary * c.Imaginary));
            if (length > 0)
            {
                Reflect(v, 2 / length, k + 1);
            }
        }
    }

    /// <summary>T and Z transformed by I - factor v v*.</summary>
    private void Reflect(Complex[] v, double factor, int first)
    {
        for (int j = 0; j < _n; j++)
        {
            Complex sum = 0;
            for (int i = first; i < _n; i++)
            {
                sum += Complex.Conjugate(v[i]) * _t[i, j];
            }

            for (int i = first; i < _n; i++)
            {
                _t[i, j] -= factor * v[i] * sum;
            }
        }

        foreach (Complex[,] matrix in new[] { _t, _z })
        {
            for (int i = 0; i < _n; i++)
            {
                Complex sum = 0;
                for (int j = first; j < _n; j++)
                {
                    sum += matrix[i, j] * v[j];
                }

                for (int j = first; j < _n; j++)
                {
                    matrix[i, j] -= factor * sum * Complex.Conjugate(v[j]);
                }
            }
        }
    }

    private void ToTriangular()
    {
        int turns = 0;
        for (int high = _n - 1; high > 0;)
        {
            int low = high;
            while (low > 0 && _t[low, low - 1].Magnitude > Tiny * (_t[low, low].Magnitude + _t[low - 1, low - 1].Magnitude))
            {
                low--;
            }

            if (low > 0)
            {
                _t[low, low - 1] = 0;
            }

            if (low == high || turns > 300)
            {
                (high, turns) = (high - 1, 0);
                continue;
            }

            turns++;
            // Now and then a shift out of turn breaks a cycle.
            Step(low, high, turns % 10 == 0 ? _t[high, high - 1].Magnitude + _t[high, high] : Shift(high));
        }
    }

    /// <summary>Wilkinson's shift: the eigenvalue of the last two rows that is nearer to the corner.</summary>
    private Complex Shift(int high)
    {
        Complex a = _t[high - 1, high - 1], b = _t[high - 1, high], c = _t[high, high - 1], d = _t[high, high];
        Complex half = (a - d) / 2, root = Complex.Sqrt((half * half) + (b * c));
        Complex x = d + half + root, y = d + half - root;
        return (x - d).Magnitude < (y - d).Magnitude ? x : y;
    }

    /// <summary>One step: T - shift = Q R by rotations, then R Q + shift.</summary>
    private void Step(int low, int high, Complex shift)
    {
        for (int i = low; i <= high; i++)
        {
            _t[i, i] -= shift;
        }

        var rotations = new (Complex C, Complex S)[high - low];
        for (int k = low; k < high; k++)
        {
            Complex a = _t[k, k], b = _t[k + 1, k];
            double norm = Math.Sqrt((a.Real * a.Real) + (a.Imaginary * a.Imaginary) + (b.Real * b.Real) + (b.Imaginary * b.Imaginary));
            (Complex c, Complex s) = norm == 0 ? (Complex.One, Complex.Zero) : (a / norm, b / norm);
            rotations[k - low] = (c, s);
            for (int j = k; j < _n; j++)
            {
                (Complex upper, Complex lower) = (_t[k, j], _t[k + 1, j]);
                _t[k, j] = (Complex.Conjugate(c) * upper) + (Complex.Conjugate(s) * lower);
                _t[k + 1, j] = (c * lower) - (s * upper);
            }
        }

        for (int k = low; k < high; k++)
        {
            (Complex c, Complex s) = rotations[k - low];
            foreach ((Complex[,] matrix, int rows) in new[] { (_t, Math.Min(k + 2, high + 1)), (_z, _n) })
            {
                for (int i = 0; i < rows; i++)
                {
                    (Complex left, Complex right) = (matrix[i, k], matrix[i, k + 1]);
                    matrix[i, k] = (left * c) + (right * s);
                    matrix[i, k + 1] = (right * Complex.Conjugate(c)) - (left * Complex.Conjugate(s));
                }
            }
        }

        for (int i = low; i <= high; i++)
        {
            _t[i, i] += shift;
        }
    }
}
