using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace KerasSharp.Saving;

/// <summary>The checksum of zip archives: CRC-32 with the polynomial 0xEDB88320 (ISO 3309), taken piece by piece. Archives of the class library do not check it where members are read.</summary>
internal struct Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        uint value = (uint)i;
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        }

        return value;
    })];

    /// <summary>The checksum of all pieces so far.</summary>
    public uint Value { get; private set; }

    /// <summary>The checksum of one piece.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = default(Crc32);
        sum.Add(bytes);
        return sum.Value;
    }

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint state = ~Value;
        if (Pclmulqdq.IsSupported && bytes.Length >= 128)
        {
            int whole = bytes.Length / 64 * 64;
            state = Fold(state, bytes[..whole]);
            bytes = bytes[whole..];
        }
        else if (ArmCrc32.Arm64.IsSupported)
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                state = ArmCrc32.Arm64.ComputeCrc32(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }
        }

        Value = ~Step(state, bytes);
    }

    private static uint Step(uint state, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        foreach (byte b in bytes)
        {
            state = table[(byte)(state ^ b)] ^ (state >> 8);
        }

        return state;
    }

    /// <summary>
    /// Multiples of 64 bytes by multiplication without carries (V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009). The bytes are a
    /// polynomial over GF(2), and its remainder is wanted. Four lanes of 128 bits each hold a part of it; a lane is moved 512 bits on by multiplying its halves with x^(512+64) and x^512
    /// (mod P), which gives something congruent of 128 bits again, to which the next 128 bits are added. In the end the lanes are moved together in the same way, by 128 bits each, and
    /// the 16 bytes that are left go through the table like any others.
    /// </summary>
    private static uint Fold(uint state, ReadOnlySpan<byte> bytes)
    {
        Vector128<ulong> far = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL), near = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL);
        ReadOnlySpan<Vector128<ulong>> lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        Vector128<ulong> a = lanes[0] ^ Vector128.CreateScalar((ulong)state), b = lanes[1], c = lanes[2], d = lanes[3];
        for (int i = 4; i + 3 < lanes.Length; i += 4)
        {
            a = Move(a, far) ^ lanes[i];
            b = Move(b, far) ^ lanes[i + 1];
            c = Move(c, far) ^ lanes[i + 2];
            d = Move(d, far) ^ lanes[i + 3];
        }

        Span<byte> rest = stackalloc byte[16];
        (Move(Move(Move(a, near) ^ b, near) ^ c, near) ^ d).AsByte().CopyTo(rest);
        return Step(0, rest);
    }

    private static Vector128<ulong> Move(Vector128<ulong> lane, Vector128<ulong> by) => Pclmulqdq.CarrylessMultiply(lane, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, by, 0x11);
}
