using KerasSharp.Cpu.Kernels.Pooling;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class PoolingTests
{
    public static TheoryData<int, int, int, int, int, int, bool> Shapes => new()
    {
        { 2, 6, 6, 8, 2, 2, false }, { 1, 7, 5, 3, 3, 2, true }, { 2, 9, 8, 17, 3, 1, true }, { 3, 11, 11, 40, 3, 2, false }, { 1, 4, 4, 1, 4, 4, false },
        { 4, 28, 28, 32, 2, 2, true },
    };

    private static PoolShape Shape(int n, int h, int w, int c, int k, int stride, bool same)
    {
        int oh = same ? (h + stride - 1) / stride : ((h - k) / stride) + 1, ow = same ? (w + stride - 1) / stride : ((w - k) / stride) + 1;
        return new PoolShape
        {
            N = n, H = h, W = w, C = c, KH = k, KW = k, OH = oh, OW = ow, StrideH = stride, StrideW = stride,
            PadTop = same ? Math.Max(0, ((oh - 1) * stride) + k - h) / 2 : 0, PadLeft = same ? Math.Max(0, ((ow - 1) * stride) + k - w) / 2 : 0,
        };
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Pooling_AnyShape_MatchesReference(int n, int h, int w, int c, int k, int stride, bool same)
    {
        PoolShape s = Shape(n, h, w, c, k, stride, same);
        int inputs = n * h * w * c, outputs = n * s.OH * s.OW * c;
        float[] x = Values(inputs, 1), dy = Values(outputs, 2), y = New(outputs), dx = New(inputs);
        for (int i = 0; i < inputs; i += 3)
        {
            x[i] = 0.5f; // ties: the first maximum wins
        }
        double[] max = new double[outputs], maxGradient = new double[inputs], sum = new double[outputs], sumGradient = new double[inputs];
        for (int o = 0; o < outputs; o++)
        {
            int ch = o % c, ox = o / c % s.OW, oy = o / c / s.OW % s.OH, image = o / c / s.OW / s.OH, best = -1;
            for (int ky = 0; ky < k; ky++)
            {
                for (int kx = 0; kx < k; kx++)
                {
                    int iy = (oy * stride) + ky - s.PadTop, ix = (ox * stride) + kx - s.PadLeft;
                    if (iy < 0 || ix < 0 || iy >= h || ix >= w)
                    {
                        continue;
                    }

                    int at = (((((image * h) + iy) * w) + ix) * c) + ch;
                    sum[o] += x[at];
                    sumGradient[at] += dy[o];
                    best = best < 0 || x[at] > x[best] ? at : best;
                }
            }

            max[o] = x[best];
            maxGradient[best] += dy[o];
        }
        Check(
            () =>
            {
                MaxPool.Forward(in s, Pointer(x), Pointer(y));
                MaxPool.Gradient(in s, Pointer(x), Pointer(y), Pointer(dy), Pointer(dx));
                return [.. y, .. dx];
            },
            [.. max, .. maxGradient]);
        Check(
            () =>
            {
                SumPool.Forward(in s, Pointer(x), Pointer(y));
                SumPool.Gradient(in s, Pointer(dy), Pointer(dx));
                return [.. y, .. dx];
            },
            [.. sum, .. sumGradient]);
    }
}
