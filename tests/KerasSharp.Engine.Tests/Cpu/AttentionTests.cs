using KerasSharp.Cpu.Kernels.Attention;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class AttentionTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1, false, 0)]
    [InlineData(2, 3, 5, 7, 9, false, 1)]
    [InlineData(2, 2, 33, 33, 16, true, 0)]
    [InlineData(1, 2, 130, 70, 8, false, 2)]
    [InlineData(2, 4, 100, 100, 32, true, 1)]
    [InlineData(1, 2, 41, 77, 20, true, 1)]
    [InlineData(1, 3, 80, 50, 33, true, 0)]
    [InlineData(2, 1, 4, 40, 24, false, 1)]
    [InlineData(1, 2, 19, 3, 5, true, 2)]
    public void Attention_AnyShape_MatchesReference(int b, int h, int tq, int tk, int d, bool causal, int maskHeads)
    {
        float[] q = Values(b * tq * h * d, 1), k = Values(b * tk * h * d, 2), v = Values(b * tk * h * d, 3), dO = Values(q.Length, 4);
        float[] output = New(q.Length), lse = New(b * h * tq), dq = New(q.Length), dk = New(k.Length), dv = New(v.Length);
        int heads = maskHeads == 2 ? h : maskHeads;
        float[] mask = Values(b * Math.Max(1, heads) * tq * tk, 5);
        float scale = 1 / MathF.Sqrt(d);
        double[] ro = new double[q.Length], rq = new double[q.Length], rk = new double[k.Length], rv = new double[v.Length];
        for (int bh = 0; bh < b * h; bh++)
        {
            int bi = bh / h, hi = bh % h;
            for (int i = 0; i < tq; i++)
            {
                int qi = (((bi * tq) + i) * h + hi) * d, seen = causal ? Math.Min(tk, i + 1) : tk;
                int Key(int j) => ((((bi * tk) + j) * h) + hi) * d;
                var p = new double[seen];
                for (int j = 0; j < seen; j++)
                {
                    for (int c = 0; c < d; c++)
                    {
                        p[j] += scale * (double)q[qi + c] * k[Key(j) + c];
                    }
                    p[j] += heads == 0 ? 0 : mask[((((bi * heads) + (heads == 1 ? 0 : hi)) * tq) + i) * tk + j];
                }
                double max = p.Max(), sum = p.Sum(s => Math.Exp(s - max)), dot = 0;
                var dp = new double[seen];
                for (int j = 0; j < seen; j++)
                {
                    p[j] = Math.Exp(p[j] - max) / sum;
                    for (int c = 0; c < d; c++)
                    {
                        ro[qi + c] += p[j] * v[Key(j) + c];
                        rv[Key(j) + c] += p[j] * dO[qi + c];
                        dp[j] += (double)dO[qi + c] * v[Key(j) + c];
                    }
                    dot += p[j] * dp[j];
                }
                for (int j = 0; j < seen; j++)
                {
                    double ds = p[j] * (dp[j] - dot) * scale;
                    for (int c = 0; c < d; c++)
                    {
                        rq[qi + c] += ds * k[Key(j) + c];
                        rk[Key(j) + c] += ds * q[qi + c];
                    }
                }
            }
        }
        long strideB = (long)heads * tq * tk, strideH = heads > 1 ? tq * tk : 0;
        Check(
            () =>
            {
                float* m = heads == 0 ? null : Pointer(mask); // taken here, so that the array lives as long as the kernel runs
                Attention.Forward(
                    b, h, tq, tk, d, Pointer(q), Pointer(k), Pointer(v), scale, causal, m, strideB, strideH, Pointer(output), Pointer(lse));
                Attention.Gradient(
                    b, h, tq, tk, d, Pointer(q), Pointer(k), Pointer(v), scale, causal, m, strideB, strideH, Pointer(output), Pointer(lse), Pointer(dO),
                    Pointer(dq), Pointer(dk), Pointer(dv));
                return [.. output, .. dq, .. dk, .. dv];
            },
            [.. ro, .. rq, .. rk, .. rv]);
    }

    [Fact]
    public void Attention_RowWithoutVisibleKeys_GivesZeros()
    {
        float[] q = Values(8, 1), k = Values(8, 2), v = Values(8, 3), mask = New(4), output = New(8), lse = New(2), dq = New(8), dk = New(8), dv = New(8);
        Array.Fill(mask, float.NegativeInfinity);
        Attention.Forward(1, 1, 2, 2, 4, Pointer(q), Pointer(k), Pointer(v), 1, false, Pointer(mask), 0, 0, Pointer(output), Pointer(lse));
        Attention.Gradient(
            1, 1, 2, 2, 4, Pointer(q), Pointer(k), Pointer(v), 1, false, Pointer(mask), 0, 0, Pointer(output), Pointer(lse), Pointer(q), Pointer(dq), Pointer(dk),
            Pointer(dv));
        Assert.All([.. output, .. dq, .. dk, .. dv], x => Assert.Equal(0, x));
    }
}
