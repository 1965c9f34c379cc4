using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Sorting;

/// <summary>The stable order of the elements of a line, which may be long or one of many.</summary>
internal static unsafe class LineOrder
{
    /// <summary>Puts the places of elements that are <paramref name="step"/> apart, in order, into the lower halves of the result: one of the two buffers, each of as many items.</summary>
    public static ulong* Of<T>(T* x, nint step, int count, bool descending, ulong* items, ulong* other)
        where T : unmanaged
    {
        var fill = new FillJob<T> { X = x, Step = step, Items = items, Flip = descending ? ulong.MaxValue : 0, IsFirst = true };
        Ranges.Run(ref fill, count, 1);
        ulong* sorted = RadixSort.ByUpperHalf(items, other, count);
        if (OrderKey.IsWide<T>())
        {
            // By the lower half of the key first, then, stably, by the upper one.
            fill.Items = sorted;
            fill.IsFirst = false;
            Ranges.Run(ref fill, count, 1);
            sorted = RadixSort.ByUpperHalf(sorted, sorted == items ? other : items, count);
        }

        return sorted;
    }

    private struct FillJob<T> : IRangeJob
        where T : unmanaged
    {
        public T* X;
        public nint Step;
        public ulong* Items;
        public ulong Flip;
        public bool IsFirst;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            if (IsFirst)
            {
                for (nint k = (nint)first; k < end; k++)
                {
                    Items[k] = ((OrderKey.Of(X[k * Step]) ^ Flip) << 32) | (uint)k;
                }

                return;
            }

            for (nint k = (nint)first; k < end; k++)
            {
                uint place = (uint)Items[k];
                Items[k] = ((OrderKey.Of(X[(nint)place * Step]) ^ Flip) & ~(ulong)uint.MaxValue) | place;
            }
        }
    }
}
