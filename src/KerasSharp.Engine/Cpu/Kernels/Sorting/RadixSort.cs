using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Sorting;

/// <summary>
/// Stable sorting of numbers by their upper 32 bits: by digits of eight bits from the lowest (LSD radix sort). The array is cut into parts that count and
/// move their digits in parallel; a stable order is the same for any cut.
/// </summary>
internal static unsafe class RadixSort
{
    private const int Values = 256;

    /// <summary>Digits of the upper half.</summary>
    private const int Digits = 4;

    /// <summary>Numbers up to which inserting one by one is quicker.</summary>
    private const int FewItems = 32;

    /// <summary>Numbers that a part should at least have.</summary>
    private const int PartItems = 1 << 15;

    private const int MostParts = 16;

    /// <summary>Sorts and returns where the result is: in <paramref name="items"/> or in <paramref name="other"/>, which has as much room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong* ByUpperHalf(ulong* items, ulong* other, int count)
    {
        if (count <= FewItems)
        {
            Insert(items, count);
            return items;
        }

        int parts = Math.Clamp(count / PartItems, 1, Math.Min(WorkerPool.EffectiveThreads, MostParts));
        int* places = stackalloc int[parts * Digits * Values];
        var job = new DigitJob { From = items, To = other, Count = count, PerPart = (count + parts - 1) / parts, Places = places };
        bool counted = false;
        for (int digit = 0; digit < Digits; digit++)
        {
            if (!counted)
            {
                job.Digit = -1;
                WorkerPool.Run(ref job, parts);
                counted = true;
            }

            if (!FirstPlaces(places + (digit * Values), parts, count))
            {
                continue;
            }

            job.Digit = digit;
            WorkerPool.Run(ref job, parts);
            ulong* sorted = job.To;
            job.To = job.From;
            job.From = sorted;

            // What is in the parts has changed; in a single one it has not.
            counted = parts == 1;
        }

        return job.From;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Insert(ulong* items, int count)
    {
        for (int k = 1; k < count; k++)
        {
            ulong item = items[k];
            int at = k;
            for (; at > 0 && items[at - 1] >> 32 > item >> 32; at--)
            {
                items[at] = items[at - 1];
            }

            items[at] = item;
        }
    }

    /// <summary>Makes of the counts of a digit's values in each part the places of the first of each; false where all items have the same digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FirstPlaces(int* places, int parts, int count)
    {
        int sum = 0;
        for (int value = 0; value < Values; value++)
        {
            int before = sum;
            for (int part = 0; part < parts; part++)
            {
                int* place = places + (part * Digits * Values) + value;
                int here = *place;
                *place = sum;
                sum += here;
            }

            if (sum - before == count)
            {
                return false;
            }
        }

        return true;
    }

    private struct DigitJob : IParallelJob
    {
        public ulong* From;
        public ulong* To;
        public int Count;
        public int PerPart;
        public int* Places;

        /// <summary>The digit to move items by; -1 to count all digits.</summary>
        public int Digit;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int index)
        {
            int* places = Places + (index * Digits * Values);
            ulong* item = From + ((long)index * PerPart), end = From + Math.Min(Count, (index + 1L) * PerPart), to = To;
            if (Digit < 0)
            {
                new Span<int>(places, Digits * Values).Clear();
                for (; item < end; item++)
                {
                    ulong digits = *item >> 32;
                    places[(byte)digits]++;
                    places[Values + (byte)(digits >> 8)]++;
                    places[(2 * Values) + (byte)(digits >> 16)]++;
                    places[(3 * Values) + (int)(digits >> 24)]++;
                }

                return;
            }

            places += Digit * Values;
            int shift = 32 + (8 * Digit);
            for (; item < end; item++)
            {
                to[places[(byte)(*item >> shift)]++] = *item;
            }
        }
    }
}
