using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;
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
        [typeof(Divide)] = Of(S.Div),
        [typeof(Maximum)] = Of(S.Max),
        [typeof(Minimum)] = Of(S.Min),
        [typeof(Square)] = Of(Squared),
        [typeof(Negate)] = Of(S.Neg),
        [typeof(Abs)] = Of(S.Abs),
        [typeof(Sqrt)] = Of(S.Sqrt),
        [typeof(Rsqrt)] = Of(InverseSqrt),
        [typeof(Exp)] = Of(MathCore<S, V>.Exp),
        [typeof(Log)] = Of(MathCore<S, V>.Log),
        [typeof(Log1p)] = Of(MathCore<S, V>.Log1p),
        [typeof(Expm1)] = Of(MathCore<S, V>.Expm1),
        [typeof(Tanh)] = Of(MathCore<S, V>.Tanh),
        [typeof(Sigmoid)] = Of(MathCore<S, V>.Sigmoid),
        [typeof(Erf)] = Of(MathCore<S, V>.Erf),
        [typeof(Sin)] = Trigonometric(Kernels.Maths.VectorMath.Sin, Kernels.Maths.VectorMath.Sin, Kernels.Maths.VectorMath.Sin),
        [typeof(Cos)] = Trigonometric(Kernels.Maths.VectorMath.Cos, Kernels.Maths.VectorMath.Cos, Kernels.Maths.VectorMath.Cos),
    };

    private static readonly Dictionary<Type, MethodInfo> Comparisons = new()
    {
        [typeof(Equal)] = Of(S.Equal),
        [typeof(NotEqual)] = Of(Differs),
        [typeof(Less)] = Of(S.Less),
        [typeof(LessEqual)] = Of(S.LessOrEqual),
        [typeof(Greater)] = Of(IsGreater),
        [typeof(GreaterEqual)] = Of(IsGreaterOrEqual),
    };

    private static readonly Dictionary<Type, MethodInfo> MaskOps = new()
    {
        [typeof(LogicalAnd)] = Of(S.And),
        [typeof(LogicalOr)] = Of(S.Or),
        [typeof(LogicalXor)] = Of(S.Xor),
        [typeof(LogicalNot)] = Of(Invert),
    };

    /// <summary>float32 operands, float32 result.</summary>
    public static MethodInfo? FloatOp(Primitives.Elementwise primitive) => FloatOps.GetValueOrDefault(primitive.GetType());

    /// <summary>float32 operands, bool result.</summary>
    public static MethodInfo? Comparison(Primitives.Elementwise primitive) => Comparisons.GetValueOrDefault(primitive.GetType());

    /// <summary>bool operands, bool result.</summary>
    public static MethodInfo? MaskOp(Primitives.Elementwise primitive) => MaskOps.GetValueOrDefault(primitive.GetType());

    /// <summary>uint32 operands, bool result: less-than, for random bits against a threshold.</summary>
    public static MethodInfo LessUnsigned { get; } = Of(IsLessUnsigned);

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

    /// <summary>The form for this width of a function that has one for each.</summary>
    private static MethodInfo Trigonometric(
        Func<Vector128<float>, Vector128<float>> narrow, Func<Vector256<float>, Vector256<float>> middle, Func<Vector512<float>, Vector512<float>> wide) =>
        S.Count switch { 16 => wide.Method, 8 => middle.Method, _ => narrow.Method };

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
    private static V Squared(V x) => S.Mul(x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InverseSqrt(V x) => S.Div(S.Splat(1f), S.Sqrt(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Invert(V mask) => S.Xor(mask, S.SplatBits(-1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Differs(V x, V y) => S.Xor(S.Equal(x, y), S.SplatBits(-1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsGreater(V x, V y) => S.Less(y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsGreaterOrEqual(V x, V y) => S.LessOrEqual(y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsLessUnsigned(V x, V y)
    {
        if (typeof(V) == typeof(Vector512<float>))
        {
            return (V)(object)Vector512.LessThan(((Vector512<float>)(object)x).AsUInt32(), ((Vector512<float>)(object)y).AsUInt32()).AsSingle();
        }

        if (typeof(V) == typeof(Vector256<float>))
        {
            return (V)(object)Vector256.LessThan(((Vector256<float>)(object)x).AsUInt32(), ((Vector256<float>)(object)y).AsUInt32()).AsSingle();
        }

        return (V)(object)Vector128.LessThan(((Vector128<float>)(object)x).AsUInt32(), ((Vector128<float>)(object)y).AsUInt32()).AsSingle();
    }

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
