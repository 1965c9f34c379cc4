using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>2-D convolution and its two gradients. Results are overwritten. Sizes are trusted.</summary>
internal static unsafe class Conv
{
    /// <summary>y = epilogue(x * w).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in ConvShape s, float* x, float* w, float* y, in Epilogue e)
    {
        if (s.IsDepthwise)
        {
            Depthwise.Forward(in s, x, w, y, in e);
            return;
        }
        if (s.IsPointwise && s.Groups == 1)
        {
            Gemm.Gemm.Run(s.N * s.H * s.W, s.OC, s.C, x, s.C, false, w, s.OC, false, y, s.OC, 0, in e);
            return;
        }
        ConvShape p = s;
        bool runs = false;
        if (PaddedImages.Pays(in s))
        {
            runs = PaddedImages.RowsAreRuns(in s);
            x = PaddedImages.Copy(ref p, x);
        }
        int taps = runs ? p.KH : p.KH * p.KW;
        int* table = stackalloc int[3 * taps];
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
        for (int group = 0; group < p.Groups; group++)
        {
            int oc = group * p.GroupOC;
            g.X = x + (group * p.GroupC);
            g.B = w + oc;
            g.Y = y + oc;
            g.Epilogue = e;
            g.Epilogue.Bias = e.Bias is null ? null : e.Bias + oc;
            g.Epilogue.Residual = e.Residual is null ? null : e.Residual + oc;
            Gather(in g);
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
        if (s.IsDepthwise)
        {
            Depthwise.InputGradient(in s, dy, w, dx);
            return;
        }
        if (s.IsPointwise && s.Groups == 1)
        {
            Gemm.Gemm.Run(s.N * s.H * s.W, s.C, s.OC, dy, s.OC, false, w, s.OC, true, dx, s.C, 0, default);
            return;
        }
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
        for (int py = 0; py < Math.Min(s.StrideH, s.H); py++)
        {
            for (int px = 0; px < Math.Min(s.StrideW, s.W); px++)
            {
                SetPhaseTaps(in s, ref g, py, px);
                g.OH = (s.H - py + s.StrideH - 1) / s.StrideH;
                g.OW = (s.W - px + s.StrideW - 1) / s.StrideW;
                for (int group = 0; group < s.Groups; group++)
                {
                    g.X = dy + (group * s.GroupOC);
                    g.B = w + (group * s.GroupOC);
                    g.Y = dx + ((((long)py * s.W) + px) * s.C) + (group * s.GroupC);
                    Gather(in g);
                }
            }
        }
    }

    /// <summary>dw = gradient of the loss with respect to the filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FilterGradient(in ConvShape s, float* x, float* dy, float* dw)
    {
        if (s.IsDepthwise)
        {
            Depthwise.FilterGradient(in s, x, dy, dw);
            return;
        }
        if (s.IsPointwise && s.Groups == 1)
        {
            Gemm.Gemm.Run(s.C, s.OC, s.N * s.H * s.W, x, s.C, true, dy, s.OC, false, dw, s.OC, 0, default);
            return;
        }
        switch (SimdLevel.Bits)
        {
            case 512:
                FilterGradientDriver<Simd512<float>, Vector512<float>>.Run(in s, x, dy, dw);
                break;
            case 256:
                FilterGradientDriver<Simd256<float>, Vector256<float>>.Run(in s, x, dy, dw);
                break;
            default:
                FilterGradientDriver<Simd128<float>, Vector128<float>>.Run(in s, x, dy, dw);
                break;
        }
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(in GatherProblem g)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                GatherDriver<Simd512<float>, Vector512<float>>.Run(in g);
                break;
            case 256:
                GatherDriver<Simd256<float>, Vector256<float>>.Run(in g);
                break;
            default:
                GatherDriver<Simd128<float>, Vector128<float>>.Run(in g);
                break;
        }
    }
}
