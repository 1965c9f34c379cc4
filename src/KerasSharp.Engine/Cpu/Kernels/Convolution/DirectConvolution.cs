using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>Convolutions of any stride, dilation and number of groups as indirect matrix products.</summary>
internal static unsafe class DirectConvolution<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    /// <summary>Elements of the packed filter, all groups.</summary>
    public static long PackedSize(in ConvShape s)
    {
        int* table = stackalloc int[3 * s.KH * s.KW];
        GatherProblem g = Problem(in s, PaddedImages.Pays(in s) && PaddedImages.RowsAreRuns(in s), table);
        return s.Groups * GatherDriver<S, V>.PackedSize(in g);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(in ConvShape s, float* w, float* packed)
    {
        int* table = stackalloc int[3 * s.KH * s.KW];
        GatherProblem g = Problem(in s, PaddedImages.Pays(in s) && PaddedImages.RowsAreRuns(in s), table);
        long size = GatherDriver<S, V>.PackedSize(in g);
        for (int group = 0; group < s.Groups; group++)
        {
            g.B = w + (group * s.GroupOC);
            GatherDriver<S, V>.Pack(in g, packed + (group * size));
        }
    }

    /// <summary>y = epilogue(x * w).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in ConvShape s, float* x, float* packed, float* y, in Epilogue e)
    {
        ConvShape p = s;
        bool runs = false;
        if (PaddedImages.Pays(in s))
        {
            runs = PaddedImages.RowsAreRuns(in s);
            x = PaddedImages.Copy(ref p, x);
        }
        int* table = stackalloc int[3 * s.KH * s.KW];
        GatherProblem g = Problem(in p, runs, table);
        long size = GatherDriver<S, V>.PackedSize(in g);
        for (int group = 0; group < p.Groups; group++)
        {
            int oc = group * p.GroupOC;
            g.X = x + (group * p.GroupC);
            g.Y = y + oc;
            g.Epilogue = e;
            g.Epilogue.Bias = e.Bias is null ? null : e.Bias + oc;
            g.Epilogue.Residual = e.Residual is null ? null : e.Residual + oc;
            if (runs && LineDriver<S, V>.Fits(in g))
            {
                LineDriver<S, V>.Run(in g, p.DilationH, packed);
            }
            else
            {
                GatherDriver<S, V>.Run(in g, packed + (group * size));
            }
        }
    }

    /// <summary>dx = gradient of the loss with respect to the input.</summary>
    /// <remarks>
    /// Input pixel iy receives output pixel oy through filter row kh where oy * stride = iy + pad - kh * dilation. For one
    /// residue ("phase") of iy modulo the stride the same filter rows divide evenly at every pixel, so each phase is a
    /// convolution of dy with stride 1 and a part of the filter, written to every stride-th pixel.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(in ConvShape s, float* dy, float* w, float* dx)
    {
        int* table = stackalloc int[3 * s.KH * s.KW];
        GatherProblem g = default;
        g.N = s.N;
        g.H = s.OH;
        g.W = s.OW;
        g.PixelX = s.OC;
        g.StrideY = 1;
        g.StrideX = 1;
        g.Channels = s.GroupOC;
        g.TapY = table;
        g.TapX = table + (s.KH * s.KW);
        g.TapB = table + (2 * s.KH * s.KW);
        g.Ldb = s.OC;
        g.TransB = true;
        g.PixelY = s.StrideW * s.C;
        g.RowY = (long)s.StrideH * s.W * s.C;
        g.ImageY = (long)s.H * s.W * s.C;
        g.Columns = s.GroupC;
        if (HasEmptyPhase(in s, ref g))
        {
            var clear = new ClearJob { To = dx };
            Ranges.Run(ref clear, g.ImageY * s.N, 1);
        }
        for (int py = 0; py < Math.Min(s.StrideH, s.H); py++)
        {
            for (int px = 0; px < Math.Min(s.StrideW, s.W); px++)
            {
                SetPhaseTaps(in s, ref g, py, px);
                if (g.Taps == 0)
                {
                    continue;
                }
                g.OH = (s.H - py + s.StrideH - 1) / s.StrideH;
                g.OW = (s.W - px + s.StrideW - 1) / s.StrideW;
                for (int group = 0; group < s.Groups; group++)
                {
                    g.X = dy + (group * s.GroupOC);
                    g.B = w + (group * s.GroupOC);
                    g.Y = dx + ((((long)py * s.W) + px) * s.C) + (group * s.GroupC);
                    float* packed = Scratch.Get<float>(GatherDriver<S, V>.PackedSize(in g), ScratchSlot.PanelsB);
                    GatherDriver<S, V>.Pack(in g, packed);
                    GatherDriver<S, V>.Run(in g, packed);
                }
            }
        }
    }

    /// <summary>The problem of one group, without pointers; <paramref name="p"/> has the sizes of the images as they will be read.</summary>
    private static GatherProblem Problem(in ConvShape p, bool runs, int* table)
    {
        int taps = runs ? p.KH : p.KH * p.KW;
        GatherProblem g = default;
        g.N = p.N;
        g.OH = p.OH;
        g.OW = p.OW;
        g.H = p.H;
        g.W = p.W;
        g.PixelX = p.C;
        g.StrideY = p.StrideH;
        g.StrideX = p.StrideW;
        g.Channels = runs ? p.KW * p.C : p.GroupC;
        g.Taps = taps;
        g.TapY = table;
        g.TapX = table + taps;
        g.TapB = table + (2 * taps);
        for (int t = 0; t < taps; t++)
        {
            int kh = runs ? t : t / p.KW, kw = runs ? 0 : t % p.KW;
            g.TapY[t] = (kh * p.DilationH) - p.PadTop;
            g.TapX[t] = (kw * p.DilationW) - p.PadLeft;
            g.TapB[t] = t * g.Channels * p.OC;
        }
        g.Ldb = p.OC;
        g.PixelY = p.OC;
        g.RowY = (long)p.OW * p.OC;
        g.ImageY = g.RowY * p.OH;
        g.Columns = p.GroupOC;
        return g;
    }

    /// <summary>Whether some pixels receive nothing: with a stride beyond the filter, or that divides the dilation.</summary>
    private static bool HasEmptyPhase(in ConvShape s, ref GatherProblem g)
    {
        for (int phase = 0; phase < s.StrideH * s.StrideW; phase++)
        {
            SetPhaseTaps(in s, ref g, phase / s.StrideW, phase % s.StrideW);
            if (g.Taps == 0)
            {
                return true;
            }
        }
        return false;
    }

    private static void SetPhaseTaps(in ConvShape s, ref GatherProblem g, int py, int px)
    {
        g.Taps = 0;
        for (int kh = 0; kh < s.KH; kh++)
        {
            int y = py + s.PadTop - (kh * s.DilationH);
            if (y % s.StrideH != 0)
            {
                continue;
            }
            for (int kw = 0; kw < s.KW; kw++)
            {
                int x = px + s.PadLeft - (kw * s.DilationW);
                if (x % s.StrideW == 0)
                {
                    g.TapY[g.Taps] = y / s.StrideH;
                    g.TapX[g.Taps] = x / s.StrideW;
                    g.TapB[g.Taps++] = ((kh * s.KW) + kw) * s.GroupC * s.OC;
                }
            }
        }
    }

    private struct ClearJob : IRangeJob
    {
        public float* To;

        public readonly void Run(long first, long end) => new Span<float>(To + first, (int)(end - first)).Clear();
    }
}
