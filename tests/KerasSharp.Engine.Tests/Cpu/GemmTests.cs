using KerasSharp.Cpu.Kernels.Gemm;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class GemmTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 17, 9 }, { 1, 100, 300 }, { 5, 3, 2 }, { 6, 16, 7 }, { 7, 17, 33 }, { 13, 31, 70 }, { 64, 64, 64 }, { 20, 40, 50 }, { 50, 10, 400 }, { 10, 130, 129 },
        { 30, 1, 40 }, { 3, 5, 0 }, { 100, 70, 350 }, { 1, 2100, 64 },

        // Parts that pack their own tiles of A, or their own panels of B, of one k-block and of two.
        { 791, 70, 40 }, { 800, 33, 523 }, { 51, 1037, 40 }, { 51, 523, 523 },
    };

    private static double[] Reference(int m, int n, int k, float[] a, int lda, bool ta, float[] b, int ldb, bool tb)
    {
        var c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int p = 0; p < k; p++)
                {
                    c[(i * n) + j] += (double)(ta ? a[(p * lda) + i] : a[(i * lda) + p]) * (tb ? b[(j * ldb) + p] : b[(p * ldb) + j]);
                }
            }
        }
        return c;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_AnyShapeAndLayout_MatchesReference(int m, int n, int k)
    {
        for (int variant = 0; variant < 4; variant++)
        {
            bool ta = (variant & 1) != 0, tb = (variant & 2) != 0;
            int lda = (ta ? m : k) + 3, ldb = (tb ? k : n) + (n == 1 ? 0 : 2);
            float[] a = Values(lda * Math.Max(1, ta ? k : m), 1), b = Values(ldb * Math.Max(1, tb ? n : k), 2), start = Values(m * n, 3), c = New(m * n);
            float[] bias = Values(n, 4), residual = Values(m * n, 5);
            double[] product = Reference(m, n, k, a, lda, ta, b, ldb, tb);
            Check(
                () => { Gemm.Run(m, n, k, Pointer(a), lda, ta, Pointer(b), ldb, tb, Pointer(c), n, 0, default); return [.. c]; },
                product,
                what: $"{ta} {tb}");
            var e = new Epilogue { Bias = Pointer(bias), Residual = Pointer(residual), LdResidual = n, Activation = EpilogueActivation.Relu6 };
            double[] full = [.. product.Select((v, i) => Math.Clamp(v + start[i] + bias[i % n] + residual[i], 0, 6))];
            Check(
                () =>
                {
                    start.CopyTo(c, 0);
                    Gemm.Run(m, n, k, Pointer(a), lda, ta, Pointer(b), ldb, tb, Pointer(c), n, 1, in e);
                    return [.. c];
                },
                full,
                what: $"epilogue {ta} {tb}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_Double_MatchesReference(int m, int n, int k)
    {
        for (int variant = 0; variant < 4; variant++)
        {
            bool ta = (variant & 1) != 0, tb = (variant & 2) != 0;
            int lda = ta ? m : k, ldb = tb ? k : n;
            float[] a = Values(m * k, 1), b = Values(k * n, 2);
            double[] wideA = Widen(a), wideB = Widen(b), c = GC.AllocateArray<double>(m * n, pinned: true);
            Check(
                () =>
                {
                    Gemm.Run(m, n, k, Pointer(wideA), lda, ta, Pointer(wideB), ldb, tb, Pointer(c), n, 0);
                    return [.. c.Select(v => (float)v)];
                },
                Reference(m, n, k, a, lda, ta, b, ldb, tb),
                1e-6);
        }
    }

    [Theory]
    [InlineData(1, 5, 6, 7)]
    [InlineData(9, 12, 20, 33)]
    [InlineData(200, 7, 9, 11)]
    public void Batched_AnyBatch_MatchesReference(int batch, int m, int n, int k)
    {
        float[] a = Values(batch * m * k, 1), b = Values(batch * k * n, 2), c = New(batch * m * n);
        var expected = new List<double>();
        for (int i = 0; i < batch; i++)
        {
            expected.AddRange(Reference(m, n, k, a[(i * m * k)..], k, false, b[(i * k * n)..], k, true));
        }
        Check(
            () =>
            {
                Gemm.Batched(batch, m, n, k, Pointer(a), k, m * k, false, Pointer(b), k, k * n, true, Pointer(c), n, m * n, 0, default);
                return [.. c];
            },
            [.. expected]);
    }

    [Theory]
    [InlineData(64, 48, 2100, true, false)]
    [InlineData(7, 33, 9001, false, true)]
    [InlineData(130, 20, 2048, true, true)]
    [InlineData(40, 67, 2049, false, false)]
    public void Run_FewLongSums_MatchesReference(int m, int n, int k, bool ta, bool tb)
    {
        int lda = (ta ? m : k) + 3, ldb = (tb ? k : n) + 2, ldc = n + 5;
        float[] a = Values((long)lda * (ta ? k : m), 1), b = Values((long)ldb * (tb ? n : k), 2), c = New(m * ldc), start = Values(m * n, 3);
        double[] product = Reference(m, n, k, a, lda, ta, b, ldb, tb);
        Check(
            () =>
            {
                Array.Fill(c, 7);
                Gemm.Run(m, n, k, Pointer(a), lda, ta, Pointer(b), ldb, tb, Pointer(c), ldc, 0, default);
                Assert.All(Enumerable.Range(0, m), row => Assert.Equal(7, c[(row * ldc) + n]));
                return [.. Enumerable.Range(0, m * n).Select(i => c[(i / n * ldc) + (i % n)])];
            },
            product,
            1e-4);
        Check(
            () =>
            {
                float[] sum = [.. start];
                fixed (float* to = sum)
                {
                    Gemm.Run(m, n, k, Pointer(a), lda, ta, Pointer(b), ldb, tb, to, n, 1, default);
                }

                return sum;
            },
            [.. product.Select((v, i) => v + start[i])],
            1e-4);
    }

    [Fact]
    public void Run_NaNBeforeRelu_StaysNaN()
    {
        float[] a = Values(12 * 16, 1), b = Values(16 * 32, 2), c = New(12 * 32);
        a[0] = float.NaN;
        Gemm.Run(12, 32, 16, Pointer(a), 16, false, Pointer(b), 32, false, Pointer(c), 32, 0, new Epilogue { Activation = EpilogueActivation.Relu });
        Assert.True(float.IsNaN(c[0]) && float.IsNaN(c[31]) && !float.IsNaN(c[32]));
    }

    [Fact]
    public void Run_OnceWarm_AllocatesNothing()
    {
        float[] a = Values(200 * 200, 1), b = Values(200 * 200, 2), c = New(200 * 200);
        for (int i = 0; i < 3; i++)
        {
            Gemm.Run(200, 200, 200, Pointer(a), 200, false, Pointer(b), 200, true, Pointer(c), 200, 0, default);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            Gemm.Run(200, 200, 200, Pointer(a), 200, false, Pointer(b), 200, true, Pointer(c), 200, 0, default);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double[] Widen(float[] x)
    {
        double[] wide = GC.AllocateArray<double>(Math.Max(1, x.Length), pinned: true);
        for (int i = 0; i < x.Length; i++)
        {
            wide[i] = x[i];
        }
        return wide;
    }
}
