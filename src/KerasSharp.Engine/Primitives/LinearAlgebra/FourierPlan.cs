namespace KerasSharp.Primitives;

/// <summary>
/// A discrete Fourier transform of one length, in double, in O(n log n) for every length: Stockham's self-sorting form of Cooley and Tukey's algorithm (Cochran et al.
/// 1967) for lengths of small factors, Bluestein's (1970) for others. Tables are made once; a plan may be used by one thread at a time.
/// </summary>
internal sealed class FourierPlan
{
    private const int LargestFactor = 31;

    [ThreadStatic]
    private static FourierPlan? t_last;

    private readonly int[] _factors;
    private readonly double[] _cos, _sin;
    private readonly Bluestein? _bluestein;
    private double[] _re, _im, _otherRe, _otherIm;

    private FourierPlan(int n, bool inverse)
    {
        (Length, Inverse, _factors) = (n, inverse, Factors(n));
        bool small = Array.TrueForAll(_factors, f => f <= LargestFactor);
        _bluestein = small ? null : new Bluestein(n, inverse);
        (_cos, _sin) = (new double[small ? n : 0], new double[small ? n : 0]);
        for (int k = 0; k < _cos.Length; k++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * k / n);
            (_cos[k], _sin[k]) = (cos, inverse ? sin : -sin);
        }

        (_re, _im, _otherRe, _otherIm) = (new double[n], new double[n], new double[n], new double[n]);
    }

    public int Length { get; }

    public bool Inverse { get; }

    /// <summary>The plan for a length, that of the last call where it is the same.</summary>
    public static FourierPlan For(int n, bool inverse) => t_last is { } last && last.Length == n && last.Inverse == inverse ? last : t_last = new FourierPlan(n, inverse);

    /// <summary>Transforms complex numbers in place. The inverse is not divided by the length.</summary>
    public void Run(Span<double> re, Span<double> im)
    {
        if (_bluestein is not null)
        {
            _bluestein.Run(re, im);
            return;
        }

        re.CopyTo(_re);
        im.CopyTo(_im);
        int parts = Length, step = 1;
        foreach (int radix in _factors)
        {
            parts /= radix;
            switch (radix)
            {
                case 2: Radix2(parts, step); break;
                case 4: Radix4(parts, step); break;
                default: AnyRadix(radix, parts, step); break;
            }

            (_re, _otherRe) = (_otherRe, _re);
            (_im, _otherIm) = (_otherIm, _im);
            step *= radix;
        }

        _re.CopyTo(re);
        _im.CopyTo(im);
    }

    /// <summary>Prime factors, pairs of twos as fours.</summary>
    private static int[] Factors(int n)
    {
        List<int> factors = [];
        foreach (int f in new[] { 4, 2 })
        {
            for (; n % f == 0 && n > 1; n /= f)
            {
                factors.Add(f);
            }
        }

        for (int p = 3; n > 1; p += 2)
        {
            p = p * p > n ? n : p;
            for (; n % p == 0; n /= p)
            {
                factors.Add(p);
            }
        }

        return [.. factors];
    }

    private void Radix2(int parts, int step)
    {
        (double[] re, double[] im, double[] yRe, double[] yIm) = (_re, _im, _otherRe, _otherIm);
        for (int p = 0; p < parts; p++)
        {
            (double c, double s) = (_cos[p * step], _sin[p * step]);
            int a = p * step, b = (p + parts) * step, y = 2 * p * step;
            for (int q = 0; q < step; q++)
            {
                (double dRe, double dIm) = (re[a + q] - re[b + q], im[a + q] - im[b + q]);
                (yRe[y + q], yIm[y + q]) = (re[a + q] + re[b + q], im[a + q] + im[b + q]);
                (yRe[y + step + q], yIm[y + step + q]) = ((dRe * c) - (dIm * s), (dRe * s) + (dIm * c));
            }
        }
    }

    private void Radix4(int parts, int step)
    {
        (double[] re, double[] im, double[] yRe, double[] yIm) = (_re, _im, _otherRe, _otherIm);
        double turn = Inverse ? 1 : -1;
        for (int p = 0; p < parts; p++)
        {
            (double c1, double s1) = (_cos[p * step], _sin[p * step]);
            (double c2, double s2) = (_cos[2 * p * step], _sin[2 * p * step]);
            (double c3, double s3) = (_cos[3 * p * step], _sin[3 * p * step]);
            int a = p * step, b = a + (parts * step), c = b + (parts * step), d = c + (parts * step), y = 4 * p * step;
            for (int q = 0; q < step; q++)
            {
                (double sumRe, double sumIm) = (re[a + q] + re[c + q], im[a + q] + im[c + q]);
                (double gapRe, double gapIm) = (re[a + q] - re[c + q], im[a + q] - im[c + q]);
                (double otherRe, double otherIm) = (re[b + q] + re[d + q], im[b + q] + im[d + q]);
                (double turnedRe, double turnedIm) = (-turn * (im[b + q] - im[d + q]), turn * (re[b + q] - re[d + q]));
                (double oneRe, double oneIm) = (gapRe + turnedRe, gapIm + turnedIm);
                (double twoRe, double twoIm) = (sumRe - otherRe, sumIm - otherIm);
                (double threeRe, double threeIm) = (gapRe - turnedRe, gapIm - turnedIm);
                int at = y + q;
                (yRe[at], yIm[at]) = (sumRe + otherRe, sumIm + otherIm);
                (yRe[at + step], yIm[at + step]) = ((oneRe * c1) - (oneIm * s1), (oneRe * s1) + (oneIm * c1));
                (yRe[at + (2 * step)], yIm[at + (2 * step)]) = ((twoRe * c2) - (twoIm * s2), (twoRe * s2) + (twoIm * c2));
                (yRe[at + (3 * step)], yIm[at + (3 * step)]) = ((threeRe * c3) - (threeIm * s3), (threeRe * s3) + (threeIm * c3));
            }
        }
    }

    private void AnyRadix(int radix, int parts, int step)
    {
        int n = Length, root = n / radix;
        for (int p = 0; p < parts; p++)
        {
            for (int u = 0; u < radix; u++)
            {
                // The angle is taken modulo a full turn in integers, which keeps it exact.
                int twiddle = (int)((long)p * u * step % n), y = ((radix * p) + u) * step;
                for (int q = 0; q < step; q++)
                {
                    double sumRe = 0, sumIm = 0;
                    for (int t = 0, w = twiddle; t < radix; t++)
                    {
                        int x = ((p + (parts * t)) * step) + q;
                        sumRe += (_re[x] * _cos[w]) - (_im[x] * _sin[w]);
                        sumIm += (_re[x] * _sin[w]) + (_im[x] * _cos[w]);
                        w += u * root % n;
                        w = w >= n ? w - n : w;
                    }

                    (_otherRe[y + q], _otherIm[y + q]) = (sumRe, sumIm);
                }
            }
        }
    }

    /// <summary>A transform of any length as a convolution with a chirp, in transforms of a power of two.</summary>
    private sealed class Bluestein
    {
        private readonly int _n, _size;
        private readonly FourierPlan _forward, _backward;
        private readonly double[] _chirpRe, _chirpIm, _filterRe, _filterIm, _re, _im;

        public Bluestein(int n, bool inverse)
        {
            (_n, _size) = (n, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * n) - 1));
            (_forward, _backward) = (new FourierPlan(_size, false), new FourierPlan(_size, true));
            (_chirpRe, _chirpIm, _filterRe, _filterIm, _re, _im) = (new double[n], new double[n], new double[_size], new double[_size], new double[_size], new double[_size]);
            for (int k = 0; k < n; k++)
            {
                (double sin, double cos) = Math.SinCos(Math.PI * ((long)k * k % (2L * n)) / n);
                (_chirpRe[k], _chirpIm[k]) = (cos, inverse ? sin : -sin);
                int mirror = (_size - k) % _size;
                (_filterRe[k], _filterIm[k]) = (cos, -_chirpIm[k]);
                (_filterRe[mirror], _filterIm[mirror]) = (cos, -_chirpIm[k]);
            }

            _forward.Run(_filterRe, _filterIm);
        }

        public void Run(Span<double> re, Span<double> im)
        {
            Array.Clear(_re);
            Array.Clear(_im);
            for (int k = 0; k < _n; k++)
            {
                (_re[k], _im[k]) = ((re[k] * _chirpRe[k]) - (im[k] * _chirpIm[k]), (re[k] * _chirpIm[k]) + (im[k] * _chirpRe[k]));
            }

            _forward.Run(_re, _im);
            for (int k = 0; k < _size; k++)
            {
                (_re[k], _im[k]) = ((_re[k] * _filterRe[k]) - (_im[k] * _filterIm[k]), (_re[k] * _filterIm[k]) + (_im[k] * _filterRe[k]));
            }

            _backward.Run(_re, _im);
            for (int k = 0; k < _n; k++)
            {
                (re[k], im[k]) = (((_re[k] * _chirpRe[k]) - (_im[k] * _chirpIm[k])) / _size, ((_re[k] * _chirpIm[k]) + (_im[k] * _chirpRe[k])) / _size);
            }
        }
    }
}
