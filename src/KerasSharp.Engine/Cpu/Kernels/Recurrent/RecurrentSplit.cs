using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>How a batch is split: each part takes some sequences through all of time by itself, so nobody waits between steps.</summary>
internal readonly struct RecurrentSplit
{
    /// <summary>Work below which waking other threads costs more than it saves, in multiply-adds.</summary>
    private const long SmallWork = 1 << 17;

    /// <summary>Sequences of a part, so that what a step touches stays in the nearest caches.</summary>
    private const int LargestRows = 32;

    /// <summary>Rows that products of several steps at once should have.</summary>
    private const int ChunkRows = 48;

    /// <summary>Sequences of a part that has sums of its own, and rows of a product that is added to them.</summary>
    private const int AddedRows = 8;
    private const int AddedChunkRows = 64;

    /// <summary>Sequences below which a part keeps the multiply-add units half idle.</summary>
    public const int SmallestRows = 3;

    private RecurrentSplit(int rows, int parts, int chunk) => (Rows, Parts, Chunk) = (rows, parts, chunk);

    /// <summary>Sequences of a part.</summary>
    public int Rows { get; }

    /// <summary>Parts of one problem.</summary>
    public int Parts { get; }

    /// <summary>Steps whose products with the inputs' kernel are made together.</summary>
    public int Chunk { get; }

    /// <summary>Parts that depend on sizes only, for what is added up over a part.</summary>
    public static RecurrentSplit BySizes(in RecurrentProblem p)
    {
        int parts = (p.N + AddedRows - 1) / AddedRows, rows = (p.N + parts - 1) / parts;
        return new RecurrentSplit(rows, (p.N + rows - 1) / rows, Math.Clamp(AddedChunkRows / rows, 1, p.T));
    }

    /// <summary>Parts for the threads at hand.</summary>
    public static RecurrentSplit Of(in RecurrentProblem p, int problems, int gates)
    {
        long work = (long)p.N * p.T * p.U * (p.I + p.U) * gates * problems;
        int threads = work < SmallWork ? 1 : (WorkerPool.EffectiveThreads + problems - 1) / problems;
        int parts = Math.Max(Math.Clamp(threads, 1, Math.Max(1, p.N / SmallestRows)), (p.N + LargestRows - 1) / LargestRows);
        int rows = (p.N + parts - 1) / parts;
        return new RecurrentSplit(rows, (p.N + rows - 1) / rows, Math.Clamp(ChunkRows / rows, 1, p.T));
    }
}
