namespace KerasSharp.Bench;

/// <summary>
/// Managed bytes that a warm training step of Fit allocates: the difference between a long and a short run over the same data, so that what a run costs once
/// does not count.
/// </summary>
internal static class AllocCommand
{
    private const int Short = 3;
    private const int Long = 8;

    public static int Run(BenchOptions options)
    {
        Engine.ThreadCount = options.Threads;
        bool clean = true;
        foreach (Workload workload in options.Workloads.Where(w => w.Trains))
        {
            Model model = workload.Create();
            var random = new Random(0);
            Array batch = workload.X(random);
            int size = batch.GetLength(0);
            DataInput x = Repeat(batch, Long), y = Repeat(workload.Y!(random), Long);
            Fit(model, x, y, size, Long);
            (long shortRun, int _) = Fit(model, x, y, size, Short);
            (long longRun, int collections) = Fit(model, x, y, size, Long);
            long bytes = longRun - shortRun;
            clean &= bytes <= 0;
            Console.WriteLine($"{workload.Name,-16} {bytes / (double)(Long - Short),8:F1} bytes a step, {collections} collections in {Long} steps");
        }

        return clean ? 0 : 1;
    }

    /// <summary>The first batches of the same data, so that what depends on its size does not count.</summary>
    private static (long Bytes, int Collections) Fit(Model model, DataInput x, DataInput y, int batchSize, int steps)
    {
        int collections = GC.CollectionCount(0);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        model.Fit(x, y, batchSize: batchSize, epochs: 1, stepsPerEpoch: steps, shuffle: false, verbose: 0);
        return (GC.GetTotalAllocatedBytes(precise: true) - before, GC.CollectionCount(0) - collections);
    }

    private static Array Repeat(Array batch, int times)
    {
        int[] lengths = [.. Enumerable.Range(0, batch.Rank).Select(batch.GetLength)];
        lengths[0] *= times;
        var all = Array.CreateInstance(batch.GetType().GetElementType()!, lengths);
        int bytes = Buffer.ByteLength(batch);
        for (int i = 0; i < times; i++)
        {
            Buffer.BlockCopy(batch, 0, all, i * bytes, bytes);
        }

        return all;
    }
}
