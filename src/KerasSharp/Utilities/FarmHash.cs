using System.Buffers.Binary;
using System.Numerics;

namespace KerasSharp.Utilities;

/// <summary>
/// FarmHash's <c>Fingerprint64</c> (Pike and Alakuijala 2014, github.com/google/farmhash, the variant "na"), which TensorFlow numbers texts with: the same for the same bytes
/// everywhere and always.
/// </summary>
internal static class FarmHash
{
    // Primes between 2^63 and 2^64 of the reference.
    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

    /// <summary>The fingerprint of some bytes.</summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        <= 16 => UpTo16(bytes),
        <= 32 => UpTo32(bytes),
        <= 64 => UpTo64(bytes),
        _ => Longer(bytes),
    };

    /// <summary>One fingerprint of two, as TensorFlow's <c>FingerprintCat64</c> crosses features.</summary>
    public static ulong Join(ulong first, ulong second)
    {
        const ulong Factor = 0xc6a4a7935bd1e995;
        ulong joined = first ^ Factor;
        joined ^= Mix(second * Factor) * Factor;
        joined *= Factor;
        return Mix(Mix(joined) * Factor);
    }

    private static ulong At(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[index..]);

    private static ulong At32(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[index..]);

    private static ulong Turn(ulong value, int bits) => BitOperations.RotateRight(value, bits);

    private static ulong Mix(ulong value) => value ^ (value >> 47);

    private static ulong Combine(ulong u, ulong v, ulong factor)
    {
        ulong a = Mix((u ^ v) * factor);
        return Mix((v ^ a) * factor) * factor;
    }

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong factor = K2 + ((ulong)length * 2);
        if (length >= 8)
        {
            ulong a = At(s, 0) + K2, b = At(s, length - 8);
            return Combine((Turn(b, 37) * factor) + a, (Turn(a, 25) + b) * factor, factor);
        }

        if (length >= 4)
        {
            return Combine((ulong)length + (At32(s, 0) << 3), At32(s, length - 4), factor);
        }

        if (length == 0)
        {
            return K2;
        }

        uint y = s[0] + ((uint)s[length >> 1] << 8), z = (uint)length + ((uint)s[length - 1] << 2);
        return Mix((y * K2) ^ (z * K0)) * K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong factor = K2 + ((ulong)length * 2), a = At(s, 0) * K1, b = At(s, 8), c = At(s, length - 8) * factor, d = At(s, length - 16) * K2;
        return Combine(Turn(a + b, 43) + Turn(c, 30) + d, a + Turn(b + K2, 18) + c, factor);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong factor = K2 + ((ulong)length * 2), a = At(s, 0) * K2, b = At(s, 8), c = At(s, length - 8) * factor, d = At(s, length - 16) * K2;
        ulong y = Turn(a + b, 43) + Turn(c, 30) + d, z = Combine(y, a + Turn(b + K2, 18) + c, factor);
        ulong e = At(s, 16) * factor, f = At(s, 24), g = (y + At(s, length - 32)) * factor, h = (z + At(s, length - 24)) * factor;
        return Combine(Turn(e + f, 43) + Turn(g, 30) + h, e + Turn(f + a, 18) + g, factor);
    }

    private static ulong Longer(ReadOnlySpan<byte> bytes)
    {
        const ulong Seed = 81;
        ulong x = unchecked((Seed * K2) + At(bytes, 0)), y = unchecked((Seed * K1) + 113), z = Mix(unchecked((y * K2) + 113)) * K2;
        (ulong First, ulong Second) v = (0, 0), w = (0, 0);

        // Blocks of 64 bytes, and at last the 64 bytes before the end, which may overlap the last block.
        int last = (bytes.Length - 1) / 64 * 64, rest = (bytes.Length - 1) & 63;
        for (int at = 0; at < last; at += 64)
        {
            Block(bytes[at..], K1, 1, ref x, ref y, ref z, ref v, ref w);
        }

        ulong factor = K1 + ((z & 0xff) << 1);
        w.First += (ulong)rest;
        v.First += w.First;
        w.First += v.First;
        Block(bytes[(last + rest - 63)..], factor, 9, ref x, ref y, ref z, ref v, ref w);
        return Combine(Combine(v.First, w.First, factor) + (Mix(y) * K0) + z, Combine(v.Second, w.Second, factor) + x, factor);
    }

    private static void Block(ReadOnlySpan<byte> s, ulong factor, ulong weight, ref ulong x, ref ulong y, ref ulong z, ref (ulong First, ulong Second) v, ref (ulong First, ulong Second) w)
    {
        x = Turn(x + y + v.First + At(s, 8), 37) * factor;
        y = Turn(y + v.Second + At(s, 48), 42) * factor;
        x ^= w.Second * weight;
        y += (v.First * weight) + At(s, 40);
        z = Turn(z + w.First, 33) * factor;
        v = Weak(s, v.Second * factor, x + w.First);
        w = Weak(s[32..], z + w.Second, y + At(s, 16));
        (z, x) = (x, z);
    }

    private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong last = At(s, 24);
        a += At(s, 0);
        b = Turn(b + a + last, 21);
        ulong c = a;
        a += At(s, 8) + At(s, 16);
        return (a + last, b + Turn(a, 44) + c);
    }
}
