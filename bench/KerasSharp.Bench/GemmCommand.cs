using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KerasSharp.Cpu.Kernels.Gemm;

namespace KerasSharp.Bench;

/// <summary>
/// Products of square float32 matrices: the best rate of many short runs, beside the multiply-add peak of the same minute and, where the limits program
/// (bench/peers/limits.c) is given, beside oneDNN and OpenBLAS.
/// </summary>
internal static unsafe class GemmCommand
{
    public static int Run(GemmOptions options)
    {
        Engine.ThreadCount = options.Threads;
        Dictionary<int, string[]> peers = options.Limits is null ? [] : RunLimits(options);
        double peak = PeakRate.Measure(options.Threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"threads {options.Threads}, multiply-add peak {peak:F1} GFLOP/s"));
        Console.WriteLine("                product  GFLOP/s  of peak" + (options.Limits is null ? "" : "  oneDNN  ours / oneDNN  OpenBLAS"));
        foreach (GemmShape shape in options.Shapes)
        {
            double rate = Measure(shape, options.Seconds);
            string line = string.Create(CultureInfo.InvariantCulture, $"{shape,23}  {rate,7:F1}  {rate / peak,7:P1}");
            if (shape.IsSquare && peers.TryGetValue(shape.M, out string[]? peer))
            {
                double other = double.Parse(peer[3], CultureInfo.InvariantCulture);
                line += string.Create(CultureInfo.InvariantCulture, $"  {other,6:F1}  {rate / other,13:P1}  {peer[5],8}");
            }

            Console.WriteLine(line);
        }

        return 0;
    }

    private static double Measure(GemmShape shape, double seconds)
    {
        (int m, int n, int k, bool transA, bool transB) = shape;
        float* a = Matrix((long)m * k, 17), b = Matrix((long)k * n, 13), c = Matrix((long)m * n, 1);
        double flops = 2.0 * m * n * k, best = double.MaxValue;
        int inner = 1 + (int)(2e7 / flops);
        Epilogue none = default;
        long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        for (int runs = 0; runs < 4 || Stopwatch.GetTimestamp() < end; runs++)
        {
            long from = Stopwatch.GetTimestamp();
            for (int i = 0; i < inner; i++)
            {
                Gemm.Run(m, n, k, a, transA ? m : k, transA, b, transB ? k : n, transB, c, n, 0, in none);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(from).TotalSeconds / inner);
        }

        NativeMemory.AlignedFree(a);
        NativeMemory.AlignedFree(b);
        NativeMemory.AlignedFree(c);
        return flops / best / 1e9;
    }

    private static float* Matrix(long count, int period)
    {
        var matrix = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        for (long i = 0; i < count; i++)
        {
            matrix[i] = (i % period) - (period / 2);
        }

        return matrix;
    }

    /// <summary>Runs the limits program; its lines by size: "gemm N oneDNN RATE OpenBLAS RATE".</summary>
    private static Dictionary<int, string[]> RunLimits(GemmOptions options)
    {
        var start = new ProcessStartInfo(options.Limits!, options.Shapes.Where(s => s.IsSquare).Select(s => s.ToString())) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = options.Threads.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n').Select(line => line.Split(' ')).Where(words => words is ["gemm", ..])
            .ToDictionary(words => int.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
