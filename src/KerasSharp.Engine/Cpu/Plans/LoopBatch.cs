using System.Globalization;
using System.Runtime.InteropServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// Fused loops that follow each other and do not depend on each other, such as an optimizer's updates, as one step: threads are called once for all, and
/// many small loops are shared among them as one large one is.
/// </summary>
internal sealed unsafe class LoopBatch : Step
{
    /// <summary>Loops of a batch, which bounds the search for conflicts and the stack that a run needs.</summary>
    private const int LargestBatch = 128;

    private readonly FusedStep[] _loops;
    private readonly int[] _pointers; // where each loop's pointers begin
    private readonly int[] _groups; // first loop of each group; small loops are one group together, and the end follows
    private readonly long _count;
    private readonly GCHandle _self;

    private LoopBatch(List<FusedStep> loops)
    {
        _loops = [.. loops];
        _pointers = new int[_loops.Length + 1];
        var groups = new List<int>();
        long inGroup = 0;
        for (int i = 0; i < _loops.Length; i++)
        {
            _pointers[i + 1] = _pointers[i] + _loops[i].PointerCount;
            _count += _loops[i].Count;
            if (inGroup == 0 || inGroup + _loops[i].Count > FusedStep.Grain)
            {
                groups.Add(i);
                inGroup = 0;
            }

            inGroup += _loops[i].Count;
        }

        _groups = [.. groups, _loops.Length];
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
    }

    ~LoopBatch() => _self.Free();

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{_loops.Length} loops");

    /// <summary>Puts loops together where they follow each other and none writes what another reads or writes.</summary>
    public static List<Step> Join(List<Step> steps, BufferPlan buffers)
    {
        var joined = new List<Step>(steps.Count);
        var batch = new List<FusedStep>();
        foreach (Step step in steps)
        {
            if (step is not FusedStep loop)
            {
                Flush();
                joined.Add(step);
                continue;
            }

            if (batch.Count == LargestBatch || batch.Exists(other => Conflict(loop, other, buffers)))
            {
                Flush();
            }

            batch.Add(loop);
        }

        Flush();
        return joined;

        void Flush()
        {
            if (batch.Count > 1)
            {
                joined.Add(new LoopBatch(batch)
                {
                    Bytes = batch.Sum(loop => loop.Bytes), Detail = string.Concat(batch.Select(loop => $"\n{loop.Bytes / 1024.0,18:F1} kB    {loop.Name}  {loop.Detail}")),
                });
            }
            else
            {
                joined.AddRange(batch);
            }

            batch.Clear();
        }
    }

    public override void Run(byte** slots)
    {
        byte** pointers = stackalloc byte*[_pointers[^1]];
        for (int i = 0; i < _loops.Length; i++)
        {
            _loops[i].Bind(slots, pointers + _pointers[i]);
        }

        int threads = WorkerPool.EffectiveThreads;
        if (_count <= FusedStep.Grain || threads == 1)
        {
            RunLoops(pointers, 0, _loops.Length);
            return;
        }

        int* firstPart = stackalloc int[_groups.Length];
        long part = Math.Max(FusedStep.Grain, _count / (4 * threads));
        firstPart[0] = 0;
        for (int group = 0; group < _groups.Length - 1; group++)
        {
            firstPart[group + 1] = firstPart[group] + (int)Parts(group, part);
        }

        var job = new Job { Step = GCHandle.ToIntPtr(_self), Pointers = pointers, FirstPart = firstPart, Part = part };
        WorkerPool.Run(ref job, firstPart[_groups.Length - 1]);
    }

    private static bool Conflict(FusedStep a, FusedStep b, BufferPlan buffers) =>
        Overlap(a.Writes, b.Reads, buffers) || Overlap(a.Writes, b.Writes, buffers) || Overlap(a.Reads, b.Writes, buffers);

    private static bool Overlap(ReadOnlySpan<int> a, ReadOnlySpan<int> b, BufferPlan buffers)
    {
        foreach (int left in a)
        {
            foreach (int right in b)
            {
                if (buffers.Overlap(left, right))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private long Parts(int group, long part)
    {
        FusedStep loop = _loops[_groups[group]];
        long size = loop.PartOf(part);
        return _groups[group + 1] - _groups[group] > 1 ? 1 : (loop.Count + size - 1) / size;
    }

    private void RunLoops(byte** pointers, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            _loops[i].RunPart(pointers + _pointers[i], 0, _loops[i].Count);
        }
    }

    private struct Job : IParallelJob
    {
        public nint Step;
        public byte** Pointers;
        public int* FirstPart;
        public long Part;

        public readonly void Run(int index)
        {
            var batch = (LoopBatch)GCHandle.FromIntPtr(Step).Target!;
            int group = 0;
            while (FirstPart[group + 1] <= index)
            {
                group++;
            }

            int first = batch._groups[group];
            if (batch._groups[group + 1] - first > 1)
            {
                batch.RunLoops(Pointers, first, batch._groups[group + 1]);
                return;
            }

            FusedStep loop = batch._loops[first];
            long size = loop.PartOf(Part), start = (index - FirstPart[group]) * size;
            loop.RunPart(Pointers + batch._pointers[first], start, Math.Min(size, loop.Count - start));
        }
    }
}
