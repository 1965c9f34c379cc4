using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Sorting;

/// <summary>Sorts along the middle one of three axes (outer, size, inner), in ascending order: the elements, or their places. Equal elements keep their order.</summary>
internal static unsafe class LineSort
{
    public static void Sort<T>(long outer, int size, int inner, T* x, T* y)
        where T : unmanaged => Run(outer, size, inner, x, y, null);

    public static void ArgSort<T>(long outer, int size, int inner, T* x, int* places)
        where T : unmanaged => Run(outer, size, inner, x, null, places);

    private static void Run<T>(long outer, int size, int inner, T* x, T* y, int* places)
        where T : unmanaged
    {
        var job = new LinesJob<T> { Size = size, Inner = inner, X = x, Y = y, Places = places };
        Ranges.Run(ref job, outer * inner, 16L * size);
    }

    private struct LinesJob<T> : IRangeJob
        where T : unmanaged
    {
        public int Size;
        public int Inner;
        public T* X;
        public T* Y;
        public int* Places;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            using var memory = new PooledMemory(2L * Size * sizeof(ulong));
            var items = (ulong*)memory.Pointer;
            for (long line = first; line < end; line++)
            {
                nint start = ((nint)(line / Inner) * Size * Inner) + (nint)(line % Inner);
                ulong* order = LineOrder.Of(X + start, Inner, Size, descending: false, items, items + Size);
                var emit = new EmitJob<T> { Order = order, Step = Inner, X = X + start, Y = Y == null ? null : Y + start, Places = Places + start };
                Ranges.Run(ref emit, Size, 1);
            }
        }
    }

    private struct EmitJob<T> : IRangeJob
        where T : unmanaged
    {
        public ulong* Order;
        public nint Step;
        public T* X;
        public T* Y;
        public int* Places;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            if (Y == null)
            {
                for (nint k = (nint)first; k < end; k++)
                {
                    Places[k * Step] = (int)(uint)Order[k];
                }

                return;
            }

            for (nint k = (nint)first; k < end; k++)
            {
                Y[k * Step] = X[(nint)(uint)Order[k] * Step];
            }
        }
    }
}
