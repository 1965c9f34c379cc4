namespace KerasSharp.Bench;

/// <summary>
/// Managed bytes that a warm training step of Fit allocates: the difference between a long and a short run over the same data, so that what a run costs once
/// does not count.
/// </summary>
internal static class AllocCommand
{
    public static int Run(BenchOptions options)
    {
        Engine.ThreadCount = options.Threads;
        bool clean = true;
        foreach (Workload workload in options.Workloads.Where(w => w.Trains))
        {
            Model model = workload.Create();
            var random = new Random(0);
            DataInput x = workload.X(random), y = workload.Y!(random);
            int batch = workload.X(random).GetLength(0);
            Fit(model, x, y, batch, 2);
            (long shortRun, int _) = Fit(model, x, y, batch, 3);
            (long longRun, int collections) = Fit(model, x, y, batch, 8);
            long bytes = longRun - shortRun;
            clean &= bytes == 0;
            Console.WriteLine($"{workload.Name,-16} {bytes / 5.0,8:F1} bytes a step, {collections} collections in 8 steps");
        }

        return clean ? 0 : 1;
    }

    /// <summary>One epoch of a number of steps over one batch.</summary>
    private static (long Bytes, int Collections) Fit(Model model, DataInput x, DataInput y, int batch, int steps)
    {
        int collections = GC.CollectionCount(0);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        model.Fit(x, y, batchSize: batch, epochs: 1, stepsPerEpoch: steps, shuffle: false, verbose: 0);
        return (GC.GetTotalAllocatedBytes(precise: true) - before, GC.CollectionCount(0) - collections);
    }
}
