using KerasSharp.Cpu.Kernels.Convolution;
using KerasSharp.Cpu.Kernels.Gemm;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class ConvolutionTests
{
    /// <summary>n, h, w, c, kh, kw, oc, stride, same, dilation, groups</summary>
    public static TheoryData<int[]> Shapes => new()
    {
        { [2, 9, 10, 16, 3, 3, 20, 1, 1, 1, 1] }, { [2, 9, 10, 17, 3, 3, 33, 1, 0, 1, 1] }, { [1, 11, 12, 24, 3, 3, 16, 2, 1, 1, 1] },
        { [2, 12, 11, 3, 7, 7, 16, 2, 1, 1, 1] }, { [2, 12, 11, 1, 3, 3, 32, 1, 0, 1, 1] }, { [2, 8, 8, 20, 1, 1, 24, 1, 1, 1, 1] },
        { [2, 9, 8, 20, 1, 1, 24, 2, 1, 1, 1] }, { [1, 10, 10, 16, 3, 3, 16, 1, 1, 2, 1] }, { [2, 7, 8, 12, 3, 3, 18, 1, 1, 1, 3] },
        { [2, 7, 8, 16, 3, 3, 32, 2, 1, 1, 2] }, { [2, 7, 8, 8, 3, 3, 8, 1, 1, 1, 8] }, { [2, 9, 9, 37, 3, 3, 37, 2, 1, 1, 37] },
        { [2, 7, 8, 5, 3, 3, 10, 1, 1, 1, 5] }, { [3, 1, 30, 6, 1, 5, 9, 1, 1, 1, 1] }, { [1, 4, 4, 700, 3, 3, 10, 1, 1, 1, 1] },
        { [3, 7, 9, 2, 2, 1, 3, 3, 0, 1, 1] }, { [2, 10, 10, 40, 5, 5, 17, 3, 1, 1, 1] }, { [1, 4, 4, 3, 1, 1, 5, 1, 1, 1, 1] },
        { [2, 6, 6, 8, 2, 2, 8, 1, 1, 1, 4] }, { [2, 14, 14, 8, 3, 3, 8, 1, 0, 2, 2] }, { [3, 13, 14, 64, 3, 3, 48, 1, 1, 1, 1] },
        { [2, 16, 15, 64, 3, 3, 64, 1, 1, 1, 64] }, { [2, 9, 8, 32, 3, 3, 32, 1, 1, 1, 8] }, { [2, 9, 8, 96, 3, 3, 72, 2, 1, 1, 12] }, { [1, 9, 8, 10, 1, 1, 15, 1, 1, 1, 5] },
        { [17, 6, 6, 32, 3, 3, 48, 1, 0, 1, 1] }, { [16, 5, 9, 16, 3, 3, 16, 1, 0, 1, 1] }, { [3, 12, 11, 3, 7, 7, 32, 2, 1, 1, 1] }, { [4, 9, 9, 10, 3, 3, 32, 1, 0, 1, 1] },
        { [3, 11, 9, 2, 3, 2, 64, 2, 1, 1, 1] }, { [4, 14, 15, 16, 3, 3, 48, 1, 1, 1, 1] }, { [3, 17, 10, 48, 3, 3, 16, 1, 0, 1, 1] }, { [5, 7, 7, 352, 3, 3, 16, 1, 1, 1, 1] },
    };

    private static ConvShape Shape(int[] v)
    {
        (int h, int w, int kh, int kw, int stride, int dilation) = (v[1], v[2], ((v[4] - 1) * v[9]) + 1, ((v[5] - 1) * v[9]) + 1, v[7], v[9]);
        bool same = v[8] == 1;
        int oh = same ? (h + stride - 1) / stride : ((h - kh) / stride) + 1, ow = same ? (w + stride - 1) / stride : ((w - kw) / stride) + 1;
        return new ConvShape
        {
            N = v[0], H = h, W = w, C = v[3], KH = v[4], KW = v[5], OC = v[6], OH = oh, OW = ow, StrideH = stride, StrideW = stride,
            DilationH = dilation, DilationW = dilation, Groups = v[10],
            PadTop = same ? Math.Max(0, ((oh - 1) * stride) + kh - h) / 2 : 0, PadLeft = same ? Math.Max(0, ((ow - 1) * stride) + kw - w) / 2 : 0,
        };
    }

    private static void Forward(in ConvShape s, float[] x, float[] w, float[] y, in Epilogue e)
    {
        float[] packed = w;
        if (Conv.PackedSize(in s) is > 0 and var size)
        {
            packed = New(size);
            Conv.Pack(in s, Pointer(w), Pointer(packed));
        }
        Conv.Forward(in s, Pointer(x), Pointer(packed), Pointer(y), in e);
        GC.KeepAlive(packed);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Convolution_AnyShape_MatchesReference(int[] sizes)
    {
        ConvShape s = Shape(sizes);
        int cg = s.GroupC, og = s.GroupOC;
        float[] x = Values(s.N * s.H * s.W * s.C, 1), w = Values(s.KH * s.KW * cg * s.OC, 2), dy = Values(s.N * s.OH * s.OW * s.OC, 3);
        float[] bias = Values(s.OC, 4), residual = Values(dy.Length, 5), y = New(dy.Length), dx = New(x.Length), dw = New(w.Length);
        double[] ry = new double[y.Length], rdx = new double[x.Length], rdw = new double[w.Length];
        for (int pixel = 0; pixel < s.N * s.OH * s.OW; pixel++)
        {
            int ox = pixel % s.OW, oy = pixel / s.OW % s.OH, n = pixel / s.OW / s.OH;
            for (int tap = 0; tap < s.KH * s.KW; tap++)
            {
                int iy = (oy * s.StrideH) + (tap / s.KW * s.DilationH) - s.PadTop, ix = (ox * s.StrideW) + (tap % s.KW * s.DilationW) - s.PadLeft;
                if (iy < 0 || ix < 0 || iy >= s.H || ix >= s.W)
                {
                    continue;
                }
                for (int c = 0; c < cg; c++)
                {
                    for (int o = 0; o < s.OC; o++)
                    {
                        int at = (((((n * s.H) + iy) * s.W) + ix) * s.C) + (o / og * cg) + c, weight = (((tap * cg) + c) * s.OC) + o, result = (pixel * s.OC) + o;
                        ry[result] += (double)x[at] * w[weight];
                        rdx[at] += (double)dy[result] * w[weight];
                        rdw[weight] += (double)dy[result] * x[at];
                    }
                }
            }
        }
        // F(4x4, 3x3) rounds more often than the direct form: its results may differ by 1e-4 of their typical size.
        double tolerance = WinogradProblem.Fits(in s, 4) ? 1e-4 : 2e-5;
        Check(() => { Forward(in s, x, w, y, default); return [.. y]; }, ry, tolerance, "forward");
        var e = new Epilogue { Bias = Pointer(bias), Residual = Pointer(residual), LdResidual = s.OC, Activation = EpilogueActivation.Relu };
        double[] full = [.. ry.Select((v, i) => Math.Max(0, v + bias[i % s.OC] + residual[i]))];
        Check(() => { Forward(in s, x, w, y, in e); return [.. y]; }, full, tolerance, "epilogue");
        Check(() => { Conv.InputGradient(in s, Pointer(dy), Pointer(w), Pointer(dx)); return [.. dx]; }, rdx, tolerance, "input gradient");
        Check(() => { Conv.FilterGradient(in s, Pointer(x), Pointer(dy), Pointer(dw)); return [.. dw]; }, rdw, tolerance, "filter gradient");
    }
}
