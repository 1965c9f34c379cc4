using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KerasSharp.Bench;

/// <summary>Times whole steps through the public API: one JSON line a workload.</summary>
internal static class StepsCommand
{
    public static int Run(BenchOptions options)
    {
        Engine.ThreadCount = options.Threads;
        foreach (Workload workload in options.Workloads)
        {
            Console.WriteLine(Measure(workload, options).ToJsonString());
        }

        return 0;
    }

    private static JsonObject Measure(Workload workload, BenchOptions options)
    {
        Model model = workload.Create();
        var random = new Random(0);
        DataInput x = workload.X(random);
        DataInput? y = workload.Y is null ? null : (DataInput)workload.Y(random);
        var losses = new List<double>();
        void Step()
        {
            if (y is not null)
            {
                model.ResetMetrics();
                losses.Add(model.TrainOnBatch(x, y)["loss"]);
            }
            else
            {
                model.PredictOnBatch(x);
            }
        }

        for (int i = 0; i < 3; i++)
        {
            Step();
        }

        var times = new List<double>();
        long end = Stopwatch.GetTimestamp() + (long)(options.Seconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end || times.Count < 3)
        {
            long from = Stopwatch.GetTimestamp();
            Step();
            times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }

        times.Sort();
        return new JsonObject
        {
            ["workload"] = workload.Name,
            ["mode"] = workload.Trains ? "train" : "infer",
            ["variant"] = "kerassharp",
            ["threads"] = options.Threads,
            ["step_us"] = Math.Round(times[times.Count / 2], 1),
            ["min_us"] = Math.Round(times[0], 1),
            ["steps"] = times.Count,
            ["rss_mb"] = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
            ["loss_first"] = losses.Count > 0 ? losses[0] : null,
            ["loss_last"] = losses.Count > 0 ? losses[^1] : null,
        };
    }
}
