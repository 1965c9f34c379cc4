using System.Runtime.InteropServices;
using KerasSharp.Cpu.Elementwise;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Plans;

/// <summary>Runs a fused loop, its domain split over the threads.</summary>
internal sealed unsafe class FusedStep : Step
{
    /// <summary>Elements below which a part is not worth handing to another thread.</summary>
    public const long Grain = 8 * 1024;

    private readonly FusedLoop _loop;
    private readonly int[] _slots;
    private readonly LoopKernel _kernel;
    private readonly bool _byRows;
    private readonly GCHandle _self;

    public FusedStep(FusedLoop loop, NodeSlots slots)
    {
        _loop = loop;
        _slots = [.. slots.Inputs, .. slots.Outputs];
        Bytes = slots.Bytes;
        Detail = slots.Detail;
        _kernel = LoopKernel.For(loop.Program);
        _byRows = Array.Exists(loop.Program.Inputs, input => input.Access == LoopAccess.Rows);
        _self = GCHandle.Alloc(this, GCHandleType.Weak);
    }

    ~FusedStep() => _self.Free();

    public override string Name => _loop.Name;

    /// <summary>Elements of the domain.</summary>
    public long Count => _loop.Program.Count;

    /// <summary>Slots that it reads.</summary>
    public ReadOnlySpan<int> Reads => _slots.AsSpan(0, _loop.Program.Inputs.Length);

    /// <summary>Slots that it writes.</summary>
    public ReadOnlySpan<int> Writes => _slots.AsSpan(_loop.Program.Inputs.Length);

    /// <summary>Pointers that it works on.</summary>
    public int PointerCount => _slots.Length;

    public override void Run(byte** slots)
    {
        byte** pointers = stackalloc byte*[_slots.Length];
        Bind(slots, pointers);
        if (Count <= Grain)
        {
            RunPart(pointers, 0, Count);
            return;
        }

        long part = PartOf(Math.Max(Grain, Count / (4 * WorkerPool.EffectiveThreads)));
        var job = new Job { Step = GCHandle.ToIntPtr(_self), Pointers = pointers, Part = part };
        WorkerPool.Run(ref job, (int)((Count + part - 1) / part));
    }

    /// <summary>The addresses of its operands and results.</summary>
    public void Bind(byte** slots, byte** pointers)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            pointers[i] = slots[_slots[i]];
        }
    }

    /// <summary>Elements of a part that should have about so many: whole rows of the innermost axis where rows are short, so that generated code meets few partial ones.</summary>
    public long PartOf(long elements)
    {
        long row = _loop.Program.Extents[^1];
        return row < elements || _byRows ? (elements + row - 1) / row * row : (elements + 15) & ~15L;
    }

    /// <summary>Runs some elements on the calling thread.</summary>
    public void RunPart(byte** pointers, long start, long count) => _kernel.Run(pointers, start, count);

    private struct Job : IParallelJob
    {
        public nint Step;
        public byte** Pointers;
        public long Part;

        public readonly void Run(int index)
        {
            var step = (FusedStep)GCHandle.FromIntPtr(Step).Target!;
            long start = index * Part;
            step.RunPart(Pointers, start, Math.Min(Part, step.Count - start));
        }
    }
}
