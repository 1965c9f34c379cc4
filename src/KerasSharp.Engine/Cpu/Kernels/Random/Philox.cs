using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Random;

/// <summary>
/// Philox 4x32-10, a counter-based generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a block of
/// four words is a function of key and counter alone, so any thread can compute any part of the stream.
/// </summary>
internal static unsafe class Philox
{
    /// <summary>Words that are made together.</summary>
    public const int GroupWords = 32;

    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>
    /// dst[i] = word i % 4 of the block with the 128-bit counter (i / 4 as 64 bits in the low words, counter0, counter1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(uint key0, uint key1, uint counter0, uint counter1, uint* dst, long count)
    {
        var job = new FillJob { Key0 = key0, Key1 = key1, Counter0 = counter0, Counter1 = counter1, To = dst, Count = count };
        Ranges.Run(ref job, (count + GroupWords - 1) / GroupWords, 64);
    }

    /// <summary>dst[i] = the upper 24 bits of word i as <see cref="Fill"/> has it, over 2^24: uniform in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillUnits(uint key0, uint key1, float* dst, long count)
    {
        var job = new FillJob { Key0 = key0, Key1 = key1, To = (uint*)dst, Count = count, MakesUnits = true };
        Ranges.Run(ref job, (count + GroupWords - 1) / GroupWords, 64);
    }

    /// <summary>Units as of <see cref="FillUnits"/> from one on, into a buffer with room for two groups of words more: where the first one is.</summary>
    public static float* Units(uint key0, uint key1, long first, int count, float* buffer)
    {
        long group = first / GroupWords;
        var job = new FillJob { Key0 = key0, Key1 = key1, To = (uint*)buffer - (group * GroupWords), Count = long.MaxValue, MakesUnits = true };
        job.Run(group, (first + count + GroupWords - 1) / GroupWords);
        return buffer + (first - (group * GroupWords));
    }

    /// <summary>One block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(uint key0, uint key1, uint x0, uint x1, uint x2, uint x3, uint* to)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * x0, p1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(p1 >> 32) ^ x1 ^ key0;
            x2 = (uint)(p0 >> 32) ^ x3 ^ key1;
            x1 = (uint)p1;
            x3 = (uint)p0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        to[0] = x0;
        to[1] = x1;
        to[2] = x2;
        to[3] = x3;
    }

    /// <summary>Items are groups of eight blocks: the lanes of one AVX2 computation.</summary>
    private struct FillJob : IRangeJob
    {
        public uint Key0;
        public uint Key1;
        public uint Counter0;
        public uint Counter1;
        public uint* To;
        public long Count;
        public bool MakesUnits;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            // A few groups at a time, which stay in the first-level cache until they are floats.
            const int Groups = 32;
            for (long group = first; group < end; group += Groups)
            {
                long next = Math.Min(group + Groups, end);
                Words(group, next);
                if (MakesUnits)
                {
                    Units(To + (group * GroupWords), Math.Min(next * GroupWords, Count) - (group * GroupWords));
                }
            }
        }

        /// <summary>Words to floats, in place.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Units(uint* words, long count)
        {
            const float Scale = 1f / (1 << 24);
            long i = 0;
            for (; i + Vector256<uint>.Count <= count; i += Vector256<uint>.Count)
            {
                (Vector256.ConvertToSingle((Vector256.Load(words + i) >> 8).AsInt32()) * Scale).Store((float*)words + i);
            }

            for (; i < count; i++)
            {
                ((float*)words)[i] = (int)(words[i] >> 8) * Scale;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Words(long first, long end)
        {
            long group = first;
            if (Avx2.IsSupported)
            {
                Vector256<uint>* keys = stackalloc Vector256<uint>[2 * Rounds];
                for (int round = 0; round < Rounds; round++)
                {
                    keys[2 * round] = Vector256.Create(unchecked(Key0 + ((uint)round * Weyl0)));
                    keys[(2 * round) + 1] = Vector256.Create(unchecked(Key1 + ((uint)round * Weyl1)));
                }

                // Rounds wait for their products, so two groups run side by side.
                long whole = Math.Min(end, Count / GroupWords);
                for (; group + 2 <= whole; group += 2)
                {
                    Groups(group, second: true, keys);
                }

                for (; group < whole; group++)
                {
                    Groups(group, second: false, keys);
                }
            }

            uint* last = stackalloc uint[4];
            for (; group < end; group++)
            {
                ulong block = (ulong)group * 8;
                uint* to = To + (group * GroupWords);
                long left = Count - (group * GroupWords);
                for (int i = 0; i < 8 && left > 0; i++)
                {
                    bool whole = left >= 4;
                    Block(Key0, Key1, (uint)(block + (uint)i), (uint)(block >> 32), Counter0, Counter1, whole ? to : last);
                    for (int j = 0; !whole && j < left; j++)
                    {
                        to[j] = last[j];
                    }

                    to += 4;
                    left -= 4;
                }
            }
        }

        /// <summary>A group, and the next if <paramref name="second"/> (a constant).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Groups(long group, bool second, Vector256<uint>* keys)
        {
            // Groups start at multiples of eight blocks, so the low word of the counter cannot wrap inside one.
            ulong block = (ulong)group * 8, next = block + 8;
            Vector256<uint> lanes = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7), c0 = Vector256.Create(Counter0), c1 = Vector256.Create(Counter1);
            Vector256<uint> x0 = Vector256.Create((uint)block) + lanes, x1 = Vector256.Create((uint)(block >> 32)), x2 = c0, x3 = c1;
            Vector256<uint> y0 = Vector256.Create((uint)next) + lanes, y1 = Vector256.Create((uint)(next >> 32)), y2 = c0, y3 = c1;
            for (int round = 0; round < Rounds; round++)
            {
                Round(ref x0, ref x1, ref x2, ref x3, keys);
                if (second)
                {
                    Round(ref y0, ref y1, ref y2, ref y3, keys);
                }

                keys += 2;
            }

            Store(x0, x1, x2, x3, To + (group * GroupWords));
            if (second)
            {
                Store(y0, y1, y2, y3, To + ((group + 1) * GroupWords));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Round(ref Vector256<uint> x0, ref Vector256<uint> x1, ref Vector256<uint> x2, ref Vector256<uint> x3, Vector256<uint>* keys)
        {
            Multiply(x0, Vector256.Create(Multiplier0), out Vector256<uint> high0, out Vector256<uint> low0);
            Multiply(x2, Vector256.Create(Multiplier1), out Vector256<uint> high1, out Vector256<uint> low1);
            x0 = high1 ^ (x1 ^ keys[0]);
            x2 = high0 ^ (x3 ^ keys[1]);
            x1 = low1;
            x3 = low0;
        }

        /// <summary>
        /// Lane b of x0..x3 is block b: a 4 x 8 transpose puts its words side by side. Unpacking works in each half of the register, which leaves blocks 0 and 4,
        /// 1 and 5, ... together; the last step sorts the halves.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store(Vector256<uint> x0, Vector256<uint> x1, Vector256<uint> x2, Vector256<uint> x3, uint* to)
        {
            Vector256<ulong> a = Avx2.UnpackLow(x0, x1).AsUInt64(), b = Avx2.UnpackHigh(x0, x1).AsUInt64();
            Vector256<ulong> c = Avx2.UnpackLow(x2, x3).AsUInt64(), d = Avx2.UnpackHigh(x2, x3).AsUInt64();
            Vector256<ulong> b04 = Avx2.UnpackLow(a, c), b15 = Avx2.UnpackHigh(a, c), b26 = Avx2.UnpackLow(b, d), b37 = Avx2.UnpackHigh(b, d);
            Avx2.Permute2x128(b04, b15, 0x20).AsUInt32().Store(to);
            Avx2.Permute2x128(b26, b37, 0x20).AsUInt32().Store(to + 8);
            Avx2.Permute2x128(b04, b15, 0x31).AsUInt32().Store(to + 16);
            Avx2.Permute2x128(b26, b37, 0x31).AsUInt32().Store(to + 24);
        }

        /// <summary>64-bit products of 32-bit lanes; the instruction does the even lanes, so the odd ones are shifted down.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Multiply(Vector256<uint> x, Vector256<uint> m, out Vector256<uint> high, out Vector256<uint> low)
        {
            Vector256<ulong> even = Avx2.Multiply(x, m), odd = Avx2.Multiply((x.AsUInt64() >> 32).AsUInt32(), m);
            low = Avx2.Blend(even.AsUInt32(), (odd << 32).AsUInt32(), 0xAA);
            high = Avx2.Blend((even >> 32).AsUInt32(), odd.AsUInt32(), 0xAA);
        }
    }
}
