using KerasSharp.Cpu.Kernels.Recurrent;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class LstmTests
{
    [Theory]
    [InlineData(1, 3, 2, 1, false, true)]
    [InlineData(5, 4, 3, 7, false, true)]
    [InlineData(7, 5, 9, 17, true, true)]
    [InlineData(32, 6, 10, 40, false, false)]
    public void Lstm_AnyShape_MatchesReference(int n, int t, int i, int u, bool reverse, bool initial)
    {
        float[] x = Values(n * t * i, 1), kernel = Values(i * 4 * u, 2, 0.5f), recurrent = Values(u * 4 * u, 3, 0.5f), bias = Values(4 * u, 4);
        float[] h0 = Values(n * u, 5), c0 = Values(n * u, 6), dy = Values(n * t * u, 7), dhT = Values(n * u, 8), dcT = Values(n * u, 9);
        float[] y = New(n * t * u), gates = New(n * t * 4 * u), cells = New(n * t * u);
        float[] dx = New(x.Length), dk = New(kernel.Length), dr = New(recurrent.Length), db = New(4 * u), dh0 = New(n * u), dc0 = New(n * u);
        double[] expected = Reference(n, t, i, u, reverse, x, kernel, recurrent, bias, initial ? h0 : new float[n * u], initial ? c0 : new float[n * u], dy, dhT, dcT);
        float* h = initial ? Pointer(h0) : null, c = initial ? Pointer(c0) : null;
        Check(
            () =>
            {
                Lstm.Forward(
                    n, t, i, u, Pointer(x), Pointer(kernel), Pointer(recurrent), Pointer(bias), h, c, reverse, Pointer(y), Pointer(gates), Pointer(cells));
                Lstm.Gradient(
                    n, t, i, u, Pointer(x), Pointer(kernel), Pointer(recurrent), h, c, reverse, Pointer(y), Pointer(gates), Pointer(cells), Pointer(dy),
                    Pointer(dhT), Pointer(dcT), Pointer(dx), Pointer(dk), Pointer(dr), Pointer(db), Pointer(dh0), Pointer(dc0));
                return [.. y, .. dx, .. dk, .. dr, .. db, .. dh0, .. dc0];
            },
            expected,
            1e-4);
    }

    private static double[] Reference(
        int n, int t, int i, int u, bool reverse, float[] x, float[] k, float[] r, float[] b, float[] h0, float[] c0, float[] dy, float[] dhT, float[] dcT)
    {
        double[] y = new double[n * t * u], dx = new double[x.Length], dk = new double[k.Length], dr = new double[r.Length], db = new double[4 * u];
        double[] dh = [.. dhT], dc = [.. dcT];
        double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        for (int row = 0; row < n; row++)
        {
            var hs = new double[t + 1, u];
            var cs = new double[t + 1, u];
            var act = new double[t, 4 * u];
            for (int j = 0; j < u; j++)
            {
                hs[0, j] = h0[(row * u) + j];
                cs[0, j] = c0[(row * u) + j];
            }
            for (int s = 0; s < t; s++)
            {
                int at = (row * t) + (reverse ? t - 1 - s : s);
                for (int q = 0; q < 4 * u; q++)
                {
                    double v = b[q];
                    for (int p = 0; p < i; p++)
                    {
                        v += x[(at * i) + p] * (double)k[(p * 4 * u) + q];
                    }
                    for (int p = 0; p < u; p++)
                    {
                        v += hs[s, p] * r[(p * 4 * u) + q];
                    }
                    act[s, q] = q / u == 2 ? Math.Tanh(v) : Sigmoid(v);
                }
                for (int j = 0; j < u; j++)
                {
                    cs[s + 1, j] = (act[s, u + j] * cs[s, j]) + (act[s, j] * act[s, (2 * u) + j]);
                    y[(at * u) + j] = hs[s + 1, j] = act[s, (3 * u) + j] * Math.Tanh(cs[s + 1, j]);
                }
            }
            for (int s = t - 1; s >= 0; s--)
            {
                int at = (row * t) + (reverse ? t - 1 - s : s);
                var d = new double[4 * u];
                for (int j = 0; j < u; j++)
                {
                    double h = dh[(row * u) + j] + dy[(at * u) + j], tanh = Math.Tanh(cs[s + 1, j]);
                    double gi = act[s, j], gf = act[s, u + j], gg = act[s, (2 * u) + j], go = act[s, (3 * u) + j];
                    double cell = dc[(row * u) + j] + (h * go * (1 - (tanh * tanh)));
                    d[j] = cell * gg * gi * (1 - gi);
                    d[u + j] = cell * cs[s, j] * gf * (1 - gf);
                    d[(2 * u) + j] = cell * gi * (1 - (gg * gg));
                    d[(3 * u) + j] = h * tanh * go * (1 - go);
                    dc[(row * u) + j] = cell * gf;
                    dh[(row * u) + j] = 0;
                }
                for (int q = 0; q < 4 * u; q++)
                {
                    db[q] += d[q];
                    for (int p = 0; p < i; p++)
                    {
                        dx[(at * i) + p] += d[q] * k[(p * 4 * u) + q];
                        dk[(p * 4 * u) + q] += d[q] * x[(at * i) + p];
                    }
                    for (int p = 0; p < u; p++)
                    {
                        dh[(row * u) + p] += d[q] * r[(p * 4 * u) + q];
                        dr[(p * 4 * u) + q] += d[q] * hs[s, p];
                    }
                }
            }
        }
        return [.. y, .. dx, .. dk, .. dr, .. db, .. dh, .. dc];
    }
}
