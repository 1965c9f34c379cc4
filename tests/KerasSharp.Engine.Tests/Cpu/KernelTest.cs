using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.EngineTests.Cpu;

/// <summary>Kernel tests set the vector width and the number of threads for the whole process, so they run alone.</summary>
[CollectionDefinition(nameof(KernelTests), DisableParallelization = true)]
public sealed class KernelTests;

/// <summary>Runs a kernel at each vector width with one and two threads, and holds it to a reference in double.</summary>
internal static unsafe class KernelTest
{
    /// <summary>All widths; in a child process with fewer instructions only the one that it would choose, for the others are only slow there.</summary>
    private static readonly int[] Widths =
        Environment.GetEnvironmentVariable(InstructionSetTests.Variable) is null ? [128, 256, 512] : [SimdLevel.Bits];

    /// <summary>Pinned array of values in [-1, 1), the same for the same seed.</summary>
    public static float[] Values(long count, int seed, float scale = 1)
    {
        var random = new Random(seed);
        float[] values = New(count);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * scale;
        }
        return values;
    }

    public static float[] New(long count) => GC.AllocateArray<float>((int)Math.Max(1, count), pinned: true);

    public static T* Pointer<T>(T[] pinned)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref pinned[0]);

    /// <summary>
    /// Calls <paramref name="run"/> in every setting. It returns freshly computed results, which must be close to
    /// <paramref name="expected"/> and bit-equal for one and two threads.
    /// </summary>
    public static void Check(Func<float[]> run, double[] expected, double tolerance = 2e-5, string what = "")
    {
        int threads = WorkerPool.ThreadCount, width = SimdLevel.Bits;
        try
        {
            foreach (int bits in Widths)
            {
                SimdLevel.Bits = bits;
                WorkerPool.ThreadCount = 1;
                float[] one = run();
                WorkerPool.ThreadCount = 2;
                float[] two = run();
                for (int i = 0; i < expected.Length; i++)
                {
                    double error = Math.Abs(one[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
                    bool same = double.IsNaN(expected[i]) ? float.IsNaN(one[i]) : one[i] == expected[i] || error <= tolerance;
                    Assert.True(same, $"{what} {bits} bits, element {i}: {one[i]} instead of {expected[i]}");
                    Assert.True(
                        BitConverter.SingleToInt32Bits(one[i]) == BitConverter.SingleToInt32Bits(two[i]),
                        $"{what} {bits} bits, element {i}: {one[i]} with one thread, {two[i]} with two");
                }
            }
        }
        finally
        {
            WorkerPool.ThreadCount = threads;
            SimdLevel.Bits = width;
        }
    }
}
