using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Bench;

/// <summary>The multiply-add peak: independent chains in registers, no memory.</summary>
internal static class PeakRate
{
    private const int Steps = 400_000;
    private const int Chains = 12;

    /// <summary>float32 GFLOP/s of <paramref name="threads"/> threads.</summary>
    public static double Measure(int threads) => Vector512.IsHardwareAccelerated ? Best<Simd512<float>, Vector512<float>>(threads)
        : Vector256.IsHardwareAccelerated ? Best<Simd256<float>, Vector256<float>>(threads)
        : Best<Simd128<float>, Vector128<float>>(threads);

    private static double Best<S, V>(int threads)
        where S : ISimd<V, float>
        where V : struct
    {
        double best = 0;
        using var start = new Barrier(threads);
        var seconds = new double[threads];
        void Loop(int thread)
        {
            for (int repetition = 0; repetition < 100; repetition++)
            {
                start.SignalAndWait();
                long from = Stopwatch.GetTimestamp();
                Sink(Run<S, V>(thread));
                seconds[thread] = Stopwatch.GetElapsedTime(from).TotalSeconds;
                start.SignalAndWait();
                if (thread == 0)
                {
                    best = Math.Max(best, 2.0 * S.Count * Chains * Steps * threads / seconds.Max() / 1e9);
                }
            }
        }

        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => Loop(i)))];
        Array.ForEach(others, other => other.Start());
        Loop(0);
        Array.ForEach(others, other => other.Join());
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run<S, V>(float seed)
        where S : ISimd<V, float>
        where V : struct
    {
        V m = S.Splat(0.999f), c = S.Splat(0.001f), start = S.Splat(seed);
        V a0 = start, a1 = start, a2 = start, a3 = start, a4 = start, a5 = start, a6 = start, a7 = start, a8 = start, a9 = start, a10 = start, a11 = start;
        for (int i = 0; i < Steps; i++)
        {
            a0 = S.Fma(a0, m, c);
            a1 = S.Fma(a1, m, c);
            a2 = S.Fma(a2, m, c);
            a3 = S.Fma(a3, m, c);
            a4 = S.Fma(a4, m, c);
            a5 = S.Fma(a5, m, c);
            a6 = S.Fma(a6, m, c);
            a7 = S.Fma(a7, m, c);
            a8 = S.Fma(a8, m, c);
            a9 = S.Fma(a9, m, c);
            a10 = S.Fma(a10, m, c);
            a11 = S.Fma(a11, m, c);
        }

        V even = S.Add(S.Add(S.Add(a0, a2), S.Add(a4, a6)), S.Add(a8, a10)), odd = S.Add(S.Add(S.Add(a1, a3), S.Add(a5, a7)), S.Add(a9, a11));
        return S.Sum(S.Add(even, odd));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sink(float value) => GC.KeepAlive(value == 12345.678f ? typeof(PeakRate) : null);
}
