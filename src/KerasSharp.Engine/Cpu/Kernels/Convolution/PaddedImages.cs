using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Images with few channels are copied into a frame of zeros first. Then no tap is outside, and a row of the filter
/// (KW pixels times C channels) is one contiguous run of the image, which makes the reduction long enough for the kernels.
/// The copy is small beside the work on it.
/// </summary>
internal static unsafe class PaddedImages
{
    /// <summary>Kernels may read this many elements past the last pixel.</summary>
    private const int Slack = 64;

    /// <summary>True if the convolution should run on a padded copy.</summary>
    public static bool Pays(in ConvShape s) => s.C < 16 || s.GroupC < 6;

    /// <summary>True if the taps of a filter row lie side by side in memory.</summary>
    public static bool RowsAreRuns(in ConvShape s) => s.Groups == 1 && s.DilationW == 1 && s.KW * s.C <= 320;

    /// <summary>Copies the images to scratch memory and changes <paramref name="s"/> to the padded sizes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float* Copy(ref ConvShape s, float* x)
    {
        int height = Math.Max(s.PadTop + s.H, ((s.OH - 1) * s.StrideH) + ((s.KH - 1) * s.DilationH) + 1);
        int width = Math.Max(s.PadLeft + s.W, ((s.OW - 1) * s.StrideW) + ((s.KW - 1) * s.DilationW) + 1);
        if (s.PadTop == 0 && s.PadLeft == 0 && height == s.H && width == s.W && s.GroupC >= 6)
        {
            return x;
        }
        long image = (long)height * width * s.C;
        float* to = Scratch.Get<float>((image * s.N) + Slack, ScratchSlot.Kernel);
        new Span<float>(to + (image * s.N), Slack).Clear();
        var job = new CopyJob { S = s, X = x, To = to, Height = height, Width = width };
        Ranges.Run(ref job, (long)s.N * height, (long)width * s.C);
        s.H = height;
        s.W = width;
        s.PadTop = 0;
        s.PadLeft = 0;
        return to;
    }

    /// <summary>Copies rows of the frames, numbered through all images.</summary>
    private struct CopyJob : IRangeJob
    {
        public ConvShape S;
        public float* X;
        public float* To;
        public int Height;
        public int Width;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            int row = S.W * S.C, paddedRow = Width * S.C, left = S.PadLeft * S.C;
            for (long r = first; r < end; r++)
            {
                long image = r / Height;
                int y = (int)(r % Height) - S.PadTop;
                float* to = To + (r * paddedRow);
                if ((uint)y >= (uint)S.H)
                {
                    new Span<float>(to, paddedRow).Clear();
                    continue;
                }
                new Span<float>(to, left).Clear();
                new ReadOnlySpan<float>(X + (((image * S.H) + y) * row), row).CopyTo(new Span<float>(to + left, row));
                new Span<float>(to + left + row, paddedRow - left - row).Clear();
            }
        }
    }
}
