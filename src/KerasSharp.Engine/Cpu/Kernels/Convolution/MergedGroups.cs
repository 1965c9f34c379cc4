using System.Runtime.CompilerServices;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Groups with few channels leave most lanes of a register tile empty. Several neighbouring groups are one with a filter of blocks along the diagonal and
/// zeros elsewhere: more multiply-adds, but in full tiles.
/// </summary>
internal static unsafe class MergedGroups
{
    /// <summary>Channels of the output, in each group, from which tiles are full enough.</summary>
    private const int FullColumns = 32;

    /// <summary>How many groups become one; 1 where the convolution is taken as it is.</summary>
    public static int Factor(in ConvShape s)
    {
        if (s.Groups == 1 || s.IsDepthwise || s.GroupOC >= FullColumns)
        {
            return 1;
        }

        int factor = 1;
        for (int next = 2; next <= s.Groups && (next - 1) * s.GroupOC < FullColumns; next++)
        {
            factor = s.Groups % next == 0 ? next : factor;
        }

        return factor;
    }

    /// <summary>Elements of the filter of the merged groups.</summary>
    public static long Size(in ConvShape s, int factor) => (long)s.KH * s.KW * s.GroupC * factor * s.OC;

    /// <summary>The filter with its blocks along the diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand(in ConvShape s, int factor, float* w, float* merged)
    {
        new Span<float>(merged, checked((int)Size(in s, factor))).Clear();
        Walk(in s, factor, w, merged, expands: true);
    }

    /// <summary>The blocks along the diagonal of a gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Extract(in ConvShape s, int factor, float* merged, float* dw) => Walk(in s, factor, dw, merged, expands: false);

    private static void Walk(in ConvShape s, int factor, float* w, float* merged, bool expands)
    {
        int channels = s.GroupC, columns = s.GroupOC;
        long bytes = columns * sizeof(float);
        for (int tap = 0; tap < s.KH * s.KW; tap++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int group = 0; group < s.Groups; group++)
                {
                    float* part = w + ((((long)tap * channels) + channel) * s.OC) + (group * columns);
                    float* whole = merged + ((((((long)tap * factor) + (group % factor)) * channels) + channel) * s.OC) + (group * columns);
                    Buffer.MemoryCopy(expands ? part : whole, expands ? whole : part, bytes, bytes);
                }
            }
        }
    }
}
