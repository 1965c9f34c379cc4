using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>c = f c' + i g, h = o tanh(c). Gates i, f, g, o, of which the activations are saved.</summary>
internal unsafe struct LstmCell : IRecurrentCell
{
    public static int Gates => 4;

    public static int SavedGates => 4;

    public static int Slopes => 4;

    public static bool Apart => false;

    public static int Turn => 0;

    public static bool HasCell => true;

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

    /// <summary>One vector of units. With a constant count the handling of partial vectors disappears.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<S, V>(in CellRow r, int j, int u, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        float* sums = r.Sums + j, saved = r.Saved + j;
        V i = MathCore<S, V>.Sigmoid(Lanes<S, V, float>.Load(sums, count, 0));
        V f = MathCore<S, V>.Sigmoid(Lanes<S, V, float>.Load(sums + u, count, 0));
        V g = MathCore<S, V>.Tanh(Lanes<S, V, float>.Load(sums + (2 * u), count, 0));
        V o = MathCore<S, V>.Sigmoid(Lanes<S, V, float>.Load(sums + (3 * u), count, 0));
        V c = S.Fma(f, Lanes<S, V, float>.Load(r.Cell + j, count, 0), S.Mul(i, g));
        V h = S.Mul(o, MathCore<S, V>.Tanh(c));
        Lanes<S, V, float>.Store(i, saved, count);
        Lanes<S, V, float>.Store(f, saved + u, count);
        Lanes<S, V, float>.Store(g, saved + (2 * u), count);
        Lanes<S, V, float>.Store(o, saved + (3 * u), count);
        Lanes<S, V, float>.Store(c, r.Cell + j, count);
        Lanes<S, V, float>.Store(c, r.Cells + j, count);
        Lanes<S, V, float>.Store(h, r.Hidden + j, count);
        Lanes<S, V, float>.Store(h, r.Y + j, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Back<S, V>(in CellSlopes r, int j, int u, int count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        float* saved = r.Saved + j, to = r.Slopes + j;
        V one = S.Splat(1f);
        V i = Lanes<S, V, float>.Load(saved, count, 0), f = Lanes<S, V, float>.Load(saved + u, count, 0);
        V g = Lanes<S, V, float>.Load(saved + (2 * u), count, 0), o = Lanes<S, V, float>.Load(saved + (3 * u), count, 0);
        V dh = S.Add(Lanes<S, V, float>.Load(r.Dh + j, count, 0), Lanes<S, V, float>.Load(r.Dy + j, count, 0));
        V tanh = MathCore<S, V>.Tanh(Lanes<S, V, float>.Load(r.Cell + j, count, 0));
        V dc = S.Fma(S.Mul(dh, o), S.Sub(one, S.Mul(tanh, tanh)), Lanes<S, V, float>.Load(r.Dc + j, count, 0));
        V before = Lanes<S, V, float>.Load(r.CellBefore + j, count, 0);
        Lanes<S, V, float>.Store(S.Mul(S.Mul(dc, g), S.Mul(i, S.Sub(one, i))), to, count);
        Lanes<S, V, float>.Store(S.Mul(S.Mul(dc, before), S.Mul(f, S.Sub(one, f))), to + u, count);
        Lanes<S, V, float>.Store(S.Mul(S.Mul(dc, i), S.Sub(one, S.Mul(g, g))), to + (2 * u), count);
        Lanes<S, V, float>.Store(S.Mul(S.Mul(dh, tanh), S.Mul(o, S.Sub(one, o))), to + (3 * u), count);
        Lanes<S, V, float>.Store(S.Mul(dc, f), r.Dc + j, count);
        Lanes<S, V, float>.Store(S.Zero, r.Dh + j, count);
    }
}
