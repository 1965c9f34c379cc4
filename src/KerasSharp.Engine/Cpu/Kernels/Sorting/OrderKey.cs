using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Kernels.Sorting;

/// <summary>Elements as unsigned numbers with the same order: both zeros are equal, NaN is above all numbers.</summary>
internal static class OrderKey
{
    /// <summary>Whether keys of the type need 64 bits; else they fit into 32.</summary>
    public static bool IsWide<T>() => Unsafe.SizeOf<T>() == sizeof(ulong);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return OfFloat(Unsafe.BitCast<T, float>(value));
        }

        if (typeof(T) == typeof(double))
        {
            return OfDouble(Unsafe.BitCast<T, double>(value));
        }

        if (typeof(T) == typeof(Half))
        {
            return OfFloat((float)Unsafe.BitCast<T, Half>(value));
        }

        if (typeof(T) == typeof(BFloat16))
        {
            return OfFloat(Unsafe.BitCast<T, BFloat16>(value));
        }

        if (typeof(T) == typeof(long))
        {
            return Unsafe.BitCast<T, ulong>(value) ^ (1UL << 63);
        }

        if (typeof(T) == typeof(int) || typeof(T) == typeof(short) || typeof(T) == typeof(sbyte))
        {
            int whole = typeof(T) == typeof(int) ? Unsafe.BitCast<T, int>(value) : typeof(T) == typeof(short) ? Unsafe.BitCast<T, short>(value) : Unsafe.BitCast<T, sbyte>(value);
            return (uint)whole ^ (1U << 31);
        }

        return Unsafe.SizeOf<T>() switch
        {
            1 => Unsafe.BitCast<T, byte>(value),
            2 => Unsafe.BitCast<T, ushort>(value),
            4 => Unsafe.BitCast<T, uint>(value),
            _ => Unsafe.BitCast<T, ulong>(value),
        };
    }

    /// <summary>Negative numbers, whose bits ascend where they descend, are inverted, the others put above them. Adding 0 makes both zeros one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint OfFloat(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return float.IsNaN(value) ? uint.MaxValue : bits ^ ((uint)((int)bits >> 31) | (1U << 31));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong OfDouble(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return double.IsNaN(value) ? ulong.MaxValue : bits ^ ((ulong)((long)bits >> 63) | (1UL << 63));
    }
}
