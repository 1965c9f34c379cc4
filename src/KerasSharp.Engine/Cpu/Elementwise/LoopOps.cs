using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Engine.Cpu.Simd;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>
/// What generated loops call, for one vector width. A register holds float32 lanes; a bool value is a mask (all bits of a lane set or none), so that
/// comparisons and selections stay in registers and only loads and stores know bytes.
/// </summary>
internal static unsafe class LoopOps<S, V>
    where S : struct, ISimd<V, float>, ISimdBits<V>
    where V : struct
{
    private static readonly Dictionary<Type, MethodInfo> FloatOps = new()
    {
        [typeof(Add)] = Of(S.Add),
        [typeof(Subtract)] = Of(S.Sub),
        [typeof(Multiply)] = Of(S.Mul),
        [typeof(Negate)] = Of(S.Neg),
    };

    public static MethodInfo? FloatOp(Primitives.Elementwise primitive) => FloatOps.GetValueOrDefault(primitive.GetType());

    public static MethodInfo LoadFloat { get; } = new Loader(LoadVector).Method;

    public static MethodInfo LoadBool { get; } = new Loader(LoadMask).Method;

    public static MethodInfo SplatFloat { get; } = new Loader(SplatVector).Method;

    public static MethodInfo SplatBool { get; } = new Loader(SplatMask).Method;

    public static MethodInfo StoreFloat { get; } = new Storer(StoreVector).Method;

    public static MethodInfo StoreBool { get; } = new Storer(StoreMask).Method;

    public static MethodInfo BoolToFloat { get; } = Of(MaskToFloat);

    public static MethodInfo FloatToBool { get; } = Of(NotZero);

    public static MethodInfo Choose { get; } = new Func<V, V, V, V>(S.Select).Method;

    private delegate V Loader(byte* source);

    private delegate void Storer(V value, byte* target);

    private static MethodInfo Of(Func<V, V> method) => method.Method;

    private static MethodInfo Of(Func<V, V, V> method) => method.Method;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LoadVector(byte* source) => S.Load((float*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SplatVector(byte* source) => S.Splat(*(float*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreVector(V value, byte* target) => S.Store(value, (float*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SplatMask(byte* source) => S.SplatBits(*source != 0 ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MaskToFloat(V mask) => S.And(mask, S.Splat(1f));

    /// <summary>NaN counts as not zero, as in C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NotZero(V x) => S.Xor(S.Equal(x, S.Zero), S.SplatBits(-1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LoadMask(byte* source)
    {
        if (Avx2.IsSupported && S.Count == 8)
        {
            // Eight bytes widen to eight 32-bit lanes; those that are not zero become all ones.
            Vector256<int> lanes = Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte());
            Vector256<float> mask = Vector256.GreaterThan(lanes, Vector256<int>.Zero).AsSingle();
            return Unsafe.As<Vector256<float>, V>(ref mask);
        }

        int* lane = stackalloc int[S.Count];
        for (int i = 0; i < S.Count; i++)
        {
            lane[i] = source[i] != 0 ? -1 : 0;
        }

        return S.Load((float*)lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreMask(V mask, byte* target)
    {
        if (Bmi2.X64.IsSupported && S.Count == 8)
        {
            // The sign bits of the eight lanes, spread to the lowest bit of eight bytes.
            uint bits = Unsafe.As<V, Vector256<float>>(ref mask).ExtractMostSignificantBits();
            *(ulong*)target = Bmi2.X64.ParallelBitDeposit(bits, 0x0101010101010101);
            return;
        }

        int* lane = stackalloc int[S.Count];
        S.Store(mask, (float*)lane);
        for (int i = 0; i < S.Count; i++)
        {
            target[i] = (byte)(lane[i] & 1);
        }
    }
}
