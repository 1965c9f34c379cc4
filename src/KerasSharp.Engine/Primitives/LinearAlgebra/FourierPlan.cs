using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
            if (step % DoubleLanes.Count == 0)
            {
                Pass<DoubleLanes>(radix, parts, step);
            }
            else
            {
                Pass<double>(radix, parts, step);
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

    /// <summary>One pass over all elements, by vectors of neighbours where the step is a multiple of their size.</summary>
    private void Pass<V>(int radix, int parts, int step)
        where V : struct, IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>
    {
        Span<V> re = MemoryMarshal.Cast<double, V>(_re.AsSpan()), im = MemoryMarshal.Cast<double, V>(_im.AsSpan());
        Span<V> toRe = MemoryMarshal.Cast<double, V>(_otherRe.AsSpan()), toIm = MemoryMarshal.Cast<double, V>(_otherIm.AsSpan());
        int width = _re.Length / re.Length, count = step / width;
        switch (radix)
        {
            case 2: Radix2(re, im, toRe, toIm, parts, count, step); break;
            case 4: Radix4(re, im, toRe, toIm, parts, count, step); break;
            default: AnyRadix(re, im, toRe, toIm, radix, parts, count, step); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Radix2<V>(ReadOnlySpan<V> re, ReadOnlySpan<V> im, Span<V> toRe, Span<V> toIm, int parts, int count, int step)
        where V : struct, IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>
    {
        for (int p = 0; p < parts; p++)
        {
            (V c, V s) = (Splat<V>(_cos[p * step]), Splat<V>(_sin[p * step]));
            int a = p * count, b = (p + parts) * count, y = 2 * p * count;
            for (int q = 0; q < count; q++)
            {
                (V dRe, V dIm) = (re[a + q] - re[b + q], im[a + q] - im[b + q]);
                (toRe[y + q], toIm[y + q]) = (re[a + q] + re[b + q], im[a + q] + im[b + q]);
                (toRe[y + count + q], toIm[y + count + q]) = ((dRe * c) - (dIm * s), (dRe * s) + (dIm * c));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Radix4<V>(ReadOnlySpan<V> re, ReadOnlySpan<V> im, Span<V> toRe, Span<V> toIm, int parts, int count, int step)
        where V : struct, IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>
    {
        V turn = Splat<V>(Inverse ? 1 : -1);
        for (int p = 0; p < parts; p++)
        {
            (V c1, V s1) = (Splat<V>(_cos[p * step]), Splat<V>(_sin[p * step]));
            (V c2, V s2) = (Splat<V>(_cos[2 * p * step]), Splat<V>(_sin[2 * p * step]));
            (V c3, V s3) = (Splat<V>(_cos[3 * p * step]), Splat<V>(_sin[3 * p * step]));
            int a = p * count, b = a + (parts * count), c = b + (parts * count), d = c + (parts * count), y = 4 * p * count;
            for (int q = 0; q < count; q++)
            {
                (V sumRe, V sumIm) = (re[a + q] + re[c + q], im[a + q] + im[c + q]);
                (V gapRe, V gapIm) = (re[a + q] - re[c + q], im[a + q] - im[c + q]);
                (V otherRe, V otherIm) = (re[b + q] + re[d + q], im[b + q] + im[d + q]);
                (V turnedRe, V turnedIm) = (turn * (im[d + q] - im[b + q]), turn * (re[b + q] - re[d + q]));
                (V oneRe, V oneIm) = (gapRe + turnedRe, gapIm + turnedIm);
                (V twoRe, V twoIm) = (sumRe - otherRe, sumIm - otherIm);
                (V threeRe, V threeIm) = (gapRe - turnedRe, gapIm - turnedIm);
                int at = y + q;
                (toRe[at], toIm[at]) = (sumRe + otherRe, sumIm + otherIm);
                (toRe[at + count], toIm[at + count]) = ((oneRe * c1) - (oneIm * s1), (oneRe * s1) + (oneIm * c1));
                (toRe[at + (2 * count)], toIm[at + (2 * count)]) = ((twoRe * c2) - (twoIm * s2), (twoRe * s2) + (twoIm * c2));
                (toRe[at + (3 * count)], toIm[at + (3 * count)]) = ((threeRe * c3) - (threeIm * s3), (threeRe * s3) + (threeIm * c3));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AnyRadix<V>(ReadOnlySpan<V> re, ReadOnlySpan<V> im, Span<V> toRe, Span<V> toIm, int radix, int parts, int count, int step)
        where V : struct, IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>
    {
        int n = Length, root = n / radix;
        for (int p = 0; p < parts; p++)
        {
            for (int u = 0; u < radix; u++)
            {
                // The angle is taken modulo a full turn in integers, which keeps it exact.
                int twiddle = (int)((long)p * u * step % n), y = ((radix * p) + u) * count;
                for (int q = 0; q < count; q++)
                {
                    V sumRe = default, sumIm = default;
                    for (int t = 0, w = twiddle; t < radix; t++)
                    {
                        int x = ((p + (parts * t)) * count) + q;
                        (V c, V s) = (Splat<V>(_cos[w]), Splat<V>(_sin[w]));
                        sumRe += (re[x] * c) - (im[x] * s);
                        sumIm += (re[x] * s) + (im[x] * c);
                        w += u * root % n;
                        w = w >= n ? w - n : w;
                    }

                    (toRe[y + q], toIm[y + q]) = (sumRe, sumIm);
                }
            }
        }
    }

    /// <summary>A number, or a vector of as many as it has lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Splat<V>(double value) => typeof(V) == typeof(double) ? (V)(object)value : (V)(object)new DoubleLanes(new Vector<double>(value));

    /// <summary>A transform of any length as a convolution with a chirp, in transforms of a power of two.</summary>
    private sealed class Bluestein
    {
        private readonly int _n, _size;
        private readonly FourierPlan _forward, _backward;
        private readonly double[] _chirpRe, _chirpIm, _filterRe, _filterIm, _re, _im;

        public Bluestein(int n, bool inverse)
        {
            (_n, _size) = (n, (int)BitOperations.RoundUpToPowerOf2((uint)(2 * n) - 1));
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
