using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>
/// h = z h' + (1 - z) tanh(x_h + r s), with s the states' part of the candidate: the reset gate r is applied after the product. Gates z, r, h; saved are z, r,
/// the candidate and s. In the gradient the order is h, z, r, s: the inputs' product has the first three, the states' the last three.
/// </summary>
internal unsafe struct GruCell : IRecurrentCell
{
    public static int Gates => 3;

    public static int SavedGates => 4;

    public static int Slopes => 4;

    public static bool Apart => true;

    public static int Turn => 1;

    public static bool HasCell => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate<S, V>(in CellRow row, int units)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        CellRow r = row;
        int j = 0;
        for (; j + S.Count <= units; j += S.Count)
        {
            Step<S, V>(in r, j, units, S.Count);
        }
        if (j < units)
        {
            Step<S, V>(in r, j, units, units - j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate<S, V>(in CellSlopes row, int units)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        CellSlopes r = row;
        int j = 0;
        for (; j + S.Count <= units; j += S.Count)
        {
            Back<S, V>(in r, j, units, S.Count);
        }
        if (j < units)
        {
            Back<S, V>(in r, j, units, units - j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<S, V>(in CellRow row, int j, int u, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        float* sums = row.Sums + j, states = row.StateSums + j, saved = row.Saved + j;
        V z = MathCore<S, V>.Sigmoid(S.Add(Lanes<S, V, float>.Load(sums, count, 0), Lanes<S, V, float>.Load(states, count, 0)));
        V r = MathCore<S, V>.Sigmoid(S.Add(Lanes<S, V, float>.Load(sums + u, count, 0), Lanes<S, V, float>.Load(states + u, count, 0)));
        V inner = Lanes<S, V, float>.Load(states + (2 * u), count, 0);
        V candidate = MathCore<S, V>.Tanh(S.Fma(r, inner, Lanes<S, V, float>.Load(sums + (2 * u), count, 0)));
        V old = Lanes<S, V, float>.Load(row.Hidden + j, count, 0);
        V h = S.Fma(z, S.Sub(old, candidate), candidate);
        Lanes<S, V, float>.Store(z, saved, count);
        Lanes<S, V, float>.Store(r, saved + u, count);
        Lanes<S, V, float>.Store(candidate, saved + (2 * u), count);
        Lanes<S, V, float>.Store(inner, saved + (3 * u), count);
        Lanes<S, V, float>.Store(h, row.Hidden + j, count);
        Lanes<S, V, float>.Store(h, row.Y + j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Back<S, V>(in CellSlopes row, int j, int u, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        float* saved = row.Saved + j, to = row.Slopes + j;
        V one = S.Splat(1f);
        V z = Lanes<S, V, float>.Load(saved, count, 0), r = Lanes<S, V, float>.Load(saved + u, count, 0);
        V candidate = Lanes<S, V, float>.Load(saved + (2 * u), count, 0), inner = Lanes<S, V, float>.Load(saved + (3 * u), count, 0);
        V dh = S.Add(Lanes<S, V, float>.Load(row.Dh + j, count, 0), Lanes<S, V, float>.Load(row.Dy + j, count, 0));
        V old = Lanes<S, V, float>.Load(row.Before + j, count, 0);
        V left = S.Sub(one, z);
        V dz = S.Mul(S.Mul(dh, S.Sub(old, candidate)), S.Mul(z, left));
        V slope = S.Mul(S.Mul(dh, left), S.Sub(one, S.Mul(candidate, candidate)));
        V dr = S.Mul(S.Mul(slope, inner), S.Mul(r, S.Sub(one, r)));
        Lanes<S, V, float>.Store(slope, to, count);
        Lanes<S, V, float>.Store(dz, to + u, count);
        Lanes<S, V, float>.Store(dr, to + (2 * u), count);
        Lanes<S, V, float>.Store(S.Mul(slope, r), to + (3 * u), count);
        Lanes<S, V, float>.Store(S.Mul(dh, z), row.Dh + j, count);
    }
}
