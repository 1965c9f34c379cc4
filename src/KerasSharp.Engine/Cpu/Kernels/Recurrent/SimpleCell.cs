using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>h = tanh of the sums; nothing but the states is needed for the gradient.</summary>
internal unsafe struct SimpleCell : IRecurrentCell
{
    public static int Gates => 1;

    public static int SavedGates => 0;

    public static int Slopes => 1;

    public static bool Apart => false;

    public static int Turn => 0;

    public static bool HasCell => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate<S, V>(in CellRow row, int units)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        for (int j = 0; j < units; j += S.Count)
        {
            int count = Math.Min(S.Count, units - j);
            V h = MathCore<S, V>.Tanh(Lanes<S, V, float>.Load(row.Sums + j, count, 0));
            Lanes<S, V, float>.Store(h, row.Hidden + j, count);
            Lanes<S, V, float>.Store(h, row.Y + j, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate<S, V>(in CellSlopes row, int units)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        for (int j = 0; j < units; j += S.Count)
        {
            int count = Math.Min(S.Count, units - j);
            V h = Lanes<S, V, float>.Load(row.Y + j, count, 0);
            V dh = S.Add(Lanes<S, V, float>.Load(row.Dh + j, count, 0), Lanes<S, V, float>.Load(row.Dy + j, count, 0));
            Lanes<S, V, float>.Store(S.Mul(dh, S.Sub(S.Splat(1f), S.Mul(h, h))), row.Slopes + j, count);
            Lanes<S, V, float>.Store(S.Zero, row.Dh + j, count);
        }
    }
}
