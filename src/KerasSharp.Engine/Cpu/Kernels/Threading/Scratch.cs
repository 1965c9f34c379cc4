using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KerasSharp.Cpu.Kernels.Threading;

/// <summary>Who uses a scratch buffer. Kernels that call each other must use different slots, for a slot holds one buffer.</summary>
internal enum ScratchSlot
{
    /// <summary>Packed right-hand panels of a GEMM or convolution, shared with workers.</summary>
    PanelsB,

    /// <summary>Packed left-hand panels of one part.</summary>
    PanelsA,

    /// <summary>Pointer tables and small temporaries of one part.</summary>
    Part,

    /// <summary>Temporaries of a whole kernel (it may call GEMM, which uses the slots above and <see cref="Partials"/>).</summary>
    Kernel,

    /// <summary>Partial results that are combined in a fixed order at the end.</summary>
    Partials,

    /// <summary>The filter of merged groups of a convolution, which uses all the slots above.</summary>
    Merged,
}

/// <summary>
/// Native working memory, one set of buffers per thread. A buffer grows to the largest request and is kept, so a kernel
/// that has run once allocates nothing. It is freed when its thread is gone.
/// </summary>
internal static unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static Buffers? t_buffers;

    /// <summary>A 64-byte aligned buffer of at least <paramref name="bytes"/> bytes; contents are undefined.</summary>
    public static void* Get(long bytes, ScratchSlot slot = ScratchSlot.Kernel)
    {
        Buffers buffers = t_buffers ??= new Buffers();
        return buffers.Get(bytes, (int)slot);
    }

    /// <summary>A buffer of at least <paramref name="count"/> elements.</summary>
    public static T* Get<T>(long count, ScratchSlot slot)
        where T : unmanaged => (T*)Get(count * sizeof(T), slot);

    private sealed class Buffers
    {
        private readonly nint[] _pointers = new nint[6];
        private readonly long[] _sizes = new long[6];

        ~Buffers()
        {
            foreach (nint pointer in _pointers)
            {
                NativeMemory.AlignedFree((void*)pointer);
            }
        }

        public void* Get(long bytes, int slot) => bytes <= _sizes[slot] ? (void*)_pointers[slot] : Grow(bytes, slot);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void* Grow(long bytes, int slot)
        {
            // Half again as much as asked, so that slowly growing shapes do not reallocate each time.
            long size = bytes + (bytes / 2) + 4096;
            NativeMemory.AlignedFree((void*)_pointers[slot]);
            _pointers[slot] = 0;
            _sizes[slot] = 0;
            void* pointer = NativeMemory.AlignedAlloc((nuint)size, Alignment);
            _pointers[slot] = (nint)pointer;
            _sizes[slot] = size;
            return pointer;
        }
    }
}
