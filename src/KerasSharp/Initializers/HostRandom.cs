using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KerasSharp.Primitives;

namespace KerasSharp.Initializers;

/// <summary>
/// Blocks of random floats from Philox 4x32-10 on the host. A number follows from the key and its place alone. Large models start with tens of
/// millions of these, in the first moments of a process: the loops are vectors, and compiled with full optimisation at once.
/// </summary>
internal static class HostRandom
{
    /// <summary>Numbers in a block: a buffer stays in the first-level cache, and any vector length divides it.</summary>
    public const int BlockSize = 2048;

    private const float Step = 1f / (1 << 24);

    /// <summary>Fills part of a tensor with low + (high - low) u, u uniform in [0, 1) with 24 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Uniform((uint, uint) key, uint block, Span<float> values, float low, float high)
    {
        Span<uint> words = stackalloc uint[BlockSize];
        Fill(key, block, words);
        // Rounding may reach the upper end, which does not belong to the range.
        Vector<float> scale = new((high - low) * Step), start = new(low), most = new(MathF.BitDecrement(high));
        Span<Vector<int>> vectors = MemoryMarshal.Cast<uint, Vector<int>>(words);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector<float> y = (Vector.ConvertToSingle(Vector.ShiftRightLogical(vectors[i], 8)) * scale) + start;
            vectors[i] = Vector.AsVectorInt32(Vector.Min(y, most));
        }

        MemoryMarshal.Cast<uint, float>(words)[..values.Length].CopyTo(values);
    }

    /// <summary>
    /// Fills part of a tensor with normal numbers: sqrt(2) erf⁻¹ of numbers uniform in (-reach, reach). A reach of 1 gives them all, one of erf(sqrt(2))
    /// those within two deviations.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normal((uint, uint) key, uint block, Span<float> values, float mean, float deviation, float reach)
    {
        Span<uint> words = stackalloc uint[BlockSize];
        Fill(key, block, words);
        // The middles of 2^24 equal parts: never quite -1 or 1.
        Vector<float> scale = new(2 * reach * Step), start = new(reach * (Step - 1)), factor = new(MathF.Sqrt(2) * deviation), middle = new(mean);
        Vector<float> limit = new(reach < 1 ? 2 * deviation : float.MaxValue);
        Span<Vector<int>> vectors = MemoryMarshal.Cast<uint, Vector<int>>(words);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector<float> u = (Vector.ConvertToSingle(Vector.ShiftRightLogical(vectors[i], 8)) * scale) + start;
            Vector<float> y = Vector.Min(Vector.Max(ErfInv(u) * factor, -limit), limit);
            vectors[i] = Vector.AsVectorInt32(y + middle);
        }

        MemoryMarshal.Cast<uint, float>(words)[..values.Length].CopyTo(values);
    }

    /// <summary>Giles 2012, "Approximating the erfinv function", table 5: polynomials in w = -log(1 - x²), one for the middle and one for the tails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ErfInv(Vector<float> x)
    {
        Vector<float> w = -Log((Vector<float>.One - x) * (Vector<float>.One + x)), c = w - new Vector<float>(2.5f);
        Vector<float> p = new(2.81022636e-08f);
        p = (p * c) + new Vector<float>(3.43273939e-07f);
        p = (p * c) + new Vector<float>(-3.5233877e-06f);
        p = (p * c) + new Vector<float>(-4.39150654e-06f);
        p = (p * c) + new Vector<float>(0.00021858087f);
        p = (p * c) + new Vector<float>(-0.00125372503f);
        p = (p * c) + new Vector<float>(-0.00417768164f);
        p = (p * c) + new Vector<float>(0.246640727f);
        p = (p * c) + new Vector<float>(1.50140941f);
        Vector<int> isTail = Vector.GreaterThanOrEqual(w, new Vector<float>(5));
        if (Vector.EqualsAll(isTail, Vector<int>.Zero))
        {
            return p * x;
        }

        Vector<float> t = Vector.SquareRoot(w) - new Vector<float>(3), q = new(-0.000200214257f);
        q = (q * t) + new Vector<float>(0.000100950558f);
        q = (q * t) + new Vector<float>(0.00134934322f);
        q = (q * t) + new Vector<float>(-0.00367342844f);
        q = (q * t) + new Vector<float>(0.00573950773f);
        q = (q * t) + new Vector<float>(-0.0076224613f);
        q = (q * t) + new Vector<float>(0.00943887047f);
        q = (q * t) + new Vector<float>(1.00167406f);
        q = (q * t) + new Vector<float>(2.83297682f);
        return Vector.ConditionalSelect(isTail, q, p) * x;
    }

    /// <summary>
    /// The logarithm of normal positive numbers, as in Moshier's Cephes library (logf): x = m 2^e with m between sqrt(1/2) and sqrt(2), and a polynomial
    /// in m - 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Log(Vector<float> x)
    {
        Vector<int> bits = Vector.AsVectorInt32(x);
        Vector<int> exponent = Vector.ShiftRightLogical(bits, 23) - new Vector<int>(126);
        Vector<float> m = Vector.AsVectorSingle((bits & new Vector<int>(0x007FFFFF)) | new Vector<int>(0x3F000000));
        Vector<int> isLow = Vector.LessThan(m, new Vector<float>(0.70710678f));
        // A true comparison is -1 in each lane.
        Vector<float> e = Vector.ConvertToSingle(exponent + isLow);
        m = Vector.ConditionalSelect(isLow, m + m, m) - Vector<float>.One;
        Vector<float> square = m * m, p = new(7.0376836292e-2f);
        p = (p * m) + new Vector<float>(-1.1514610310e-1f);
        p = (p * m) + new Vector<float>(1.1676998740e-1f);
        p = (p * m) + new Vector<float>(-1.2420140846e-1f);
        p = (p * m) + new Vector<float>(1.4249322787e-1f);
        p = (p * m) + new Vector<float>(-1.6668057665e-1f);
        p = (p * m) + new Vector<float>(2.0000714765e-1f);
        p = (p * m) + new Vector<float>(-2.4999993993e-1f);
        p = (p * m) + new Vector<float>(3.3333331174e-1f);
        Vector<float> y = (p * m * square) + (e * new Vector<float>(-2.12194440e-4f)) - (square * new Vector<float>(0.5f));
        return m + y + (e * new Vector<float>(0.693359375f));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill((uint, uint) key, uint block, Span<uint> words)
    {
        uint counter = block * (BlockSize / 4);
        for (int i = 0; i < words.Length; i += 4)
        {
            RandomBits.Block(counter++, key.Item1, key.Item2, words.Slice(i, 4));
        }
    }
}
