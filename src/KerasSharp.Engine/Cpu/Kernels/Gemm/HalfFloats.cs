using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>Between 16-bit floats and float32.</summary>
internal static unsafe class HalfFloats
{
    /// <summary>To float32, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ushort* from, float* to, int count, bool bfloat16)
    {
        if (!bfloat16)
        {
            TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(from, count), new Span<float>(to, count));
            return;
        }

        // A bfloat16 is the upper half of a float32.
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.Load(from + i));
            (low << 16).AsSingle().Store(to + i);
            (high << 16).AsSingle().Store(to + i + 4);
        }

        for (; i < count; i++)
        {
            to[i] = BitConverter.UInt32BitsToSingle((uint)from[i] << 16);
        }
    }

    /// <summary>From float32, rounded to nearest, ties to even. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(float* from, ushort* to, int count, bool bfloat16)
    {
        if (!bfloat16)
        {
            TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(from, count), new Span<Half>(to, count));
            return;
        }

        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector128.Narrow(Rounded(Vector128.Load(from + i)), Rounded(Vector128.Load(from + i + 4))).Store(to + i);
        }

        for (; i < count; i++)
        {
            to[i] = (ushort)Rounded(Vector128.Create(from[i])).ToScalar();
        }
    }

    /// <summary>The upper halves after rounding: half a unit in the last place is added, one less where that makes a tie even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rounded(Vector128<float> value)
    {
        Vector128<uint> bits = value.AsUInt32();
        Vector128<uint> rounded = (bits + Vector128.Create(0x7FFFu) + ((bits >> 16) & Vector128<uint>.One)) >> 16;
        Vector128<uint> quiet = (bits >> 16) | Vector128.Create(0x40u);
        return Vector128.ConditionalSelect(Vector128.Equals(value, value).AsUInt32(), rounded, quiet);
    }
}
