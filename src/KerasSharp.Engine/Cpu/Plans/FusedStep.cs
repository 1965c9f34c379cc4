using System.Runtime.InteropServices;
using KerasSharp.Cpu.Elementwise;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Plans;

/// <summary>Runs a fused loop, its domain split over the threads.</summary>
internal sealed unsafe class FusedStep : Step
{
    /// <summary>Elements below which a part is not worth handing to another thread.</summary>
    private const long Grain = 8 * 1024;

    private readonly FusedLoop _loop;
    private readonly int[] _slots;
    private readonly LoopKernel _kernel;
    private readonly GCHandle _self;

    public FusedStep(FusedLoop loop, NodeSlots slots)
    {
        _loop = loop;
        _slots = [.. slots.Inputs, .. slots.Outputs];
        Bytes = slots.Bytes;
        Detail = slots.Detail;
        _kernel = LoopKernel.For(loop.Program);
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
    }

    ~FusedStep() => _self.Free();

    public override string Name => _loop.Name;

    public override void Run(byte** slots)
    {
        byte** pointers = stackalloc byte*[_slots.Length];
        for (int i = 0; i < _slots.Length; i++)
        {
            pointers[i] = slots[_slots[i]];
        }

        long count = _loop.Program.Count;
        if (count <= Grain)
        {
            _kernel.Run(pointers, 0, count);
            return;
        }

        // Parts are whole rows of the innermost axis where rows are short, so that generated code meets few partial ones.
        long part = Math.Max(Grain, count / (4 * WorkerPool.EffectiveThreads));
        long row = _loop.Program.Extents[^1];
        part = row < part || Array.Exists(_loop.Program.Inputs, input => input.Access == LoopAccess.Rows) ? (part + row - 1) / row * row : (part + 15) & ~15L;
        var job = new Job { Step = GCHandle.ToIntPtr(_self), Pointers = pointers, Part = part };
        WorkerPool.Run(ref job, (int)((count + part - 1) / part));
    }

    private struct Job : IParallelJob
    {
        public nint Step;
        public byte** Pointers;
        public long Part;

        public readonly void Run(int index)
        {
            var step = (FusedStep)GCHandle.FromIntPtr(Step).Target!;
            long start = index * Part;
            step._kernel.Run(Pointers, start, Math.Min(Part, step._loop.Program.Count - start));
        }
    }
}
