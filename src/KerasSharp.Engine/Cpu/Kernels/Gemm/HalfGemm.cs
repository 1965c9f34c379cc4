using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>Products of bfloat16 or float16 matrices: operands become float32 while they are packed, sums are float32, and only the results are rounded.</summary>
internal static unsafe class HalfGemm
{
    /// <summary><paramref name="batch"/> products; operands as in <see cref="Gemm"/>, results contiguous.</summary>
    public static void Batched(
        int batch, int m, int n, int k, ushort* a, int lda, long strideA, bool transA, ushort* b, int ldb, long strideB, bool transB, ushort* c, long strideC,
        bool bfloat16)
    {
        long count = (long)m * n;
        float* sums = Scratch.Get<float>(count, ScratchSlot.Kernel);
        var narrow = new NarrowJob { From = sums, BFloat16 = bfloat16 };
        for (int i = 0; i < batch; i++)
        {
            Gemm.Run(
                m, n, k, a + (i * strideA), lda, transA, b + (i * strideB), ldb, transB, bfloat16 ? GemmInputs.BFloat16 : GemmInputs.Float16, sums, n);
            narrow.To = c + (i * strideC);
            Ranges.Run(ref narrow, count, 1);
        }
    }

    private struct NarrowJob : IRangeJob
    {
        public float* From;
        public ushort* To;
        public bool BFloat16;

        public readonly void Run(long first, long end) => HalfFloats.Narrow(From + first, To + first, (int)(end - first), BFloat16);
    }
}
