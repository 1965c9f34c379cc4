using System.Diagnostics;

namespace KerasSharp.Bench;

/// <summary>Time from the call of Fit to the end of its first step, in a process that has done nothing before.</summary>
internal static class FirstStepCommand
{
    public static int Run(BenchOptions options)
    {
        Engine.ThreadCount = options.Threads;
        Workload workload = options.Workloads.First(w => w.Trains);
        long start = Stopwatch.GetTimestamp();
        Model model = workload.Create();
        var random = new Random(0);
        Array x = workload.X(random), y = workload.Y!(random);
        double building = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long from = Stopwatch.GetTimestamp();
        model.Fit(x, y, batchSize: x.GetLength(0), epochs: 1, verbose: 0);
        Console.WriteLine($"{workload.Name}: model and data {building:F0} ms, Fit to the end of its first step {Stopwatch.GetElapsedTime(from).TotalMilliseconds:F0} ms");
        return 0;
    }
}
