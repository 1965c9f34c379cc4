using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>Copies of few bytes, for which a call of the library would take longer than the copy.</summary>
internal static unsafe class ShortCopy
{
    private const int Longest = 512;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, long bytes)
    {
        if (bytes == sizeof(uint))
        {
            *(uint*)to = *(uint*)from;
        }
        else if (bytes is >= 32 and <= Longest)
        {
            // Whole vectors, then the last one, which may overlap that before it.
            long last = bytes - 32;
            for (long at = 0; at < last; at += 32)
            {
                Vector256.Load(from + at).Store(to + at);
            }

            Vector256.Load(from + last).Store(to + last);
        }
        else if (bytes is >= 8 and <= 16)
        {
            long end = *(long*)(from + bytes - 8);
            *(long*)to = *(long*)from;
            *(long*)(to + bytes - 8) = end;
        }
        else
        {
            Buffer.MemoryCopy(from, to, bytes, bytes);
        }
    }
}
