using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using KerasSharp.Graphs;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// A compiled graph on the CPU: steps in order over a table of buffers. Each run in progress has its own arena and table, so plans may run on several
/// threads at once; the instances are kept and reused, and a run allocates nothing on the managed heap.
/// </summary>
internal sealed unsafe class CpuPlan : IExecutable
{
    /// <summary>Instances kept for reuse after many runs at once; the rest go to the garbage collector.</summary>
    private const int LargestIdle = 8;

    private readonly string _name;
    private readonly Step[] _steps;
    private readonly Slot[] _slots;
    private readonly (Variable Variable, bool Written)[] _states;
    private readonly (int Slot, SlotKind Kind, long Index)[] _bound; // slots whose address changes from run to run
    private readonly long _arenaBytes;
    private readonly ConcurrentStack<Instance> _idle = new();
    private readonly Step[] _derivedSteps;
    private readonly long _derivedBytes;
    private readonly Lock _deriving = new();
    private readonly long[] _ticks;
    private readonly long[] _allocated; // managed bytes, by step
    private volatile Derived? _derived;
    private Instance? _spare;
    private long _runs;
    private bool _warm;

    public CpuPlan(Graph graph, BufferPlan buffers, List<Step> steps, List<Step> derivedSteps)
    {
        _name = graph.Name;
        foreach ((int source, int target, long bytes) in buffers.FinalCopies)
        {
            steps.Add(new CopyStep(source, target, bytes) { Bytes = 2 * bytes, Detail = "result or new value of a variable" });
        }

        _steps = [.. steps];
        _slots = [.. buffers.Slots];
        _states = [.. buffers.States];
        _arenaBytes = buffers.ArenaBytes;
        _derivedSteps = [.. derivedSteps];
        _derivedBytes = buffers.DerivedBytes;
        _ticks = new long[_steps.Length];
        _allocated = new long[_steps.Length];
        var bound = new List<(int, SlotKind, long)>();
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Kind is SlotKind.Parameter or SlotKind.Output or SlotKind.State or SlotKind.Derived)
            {
                bound.Add((i, _slots[i].Kind, _slots[i].Offset));
            }
        }

        _bound = [.. bound];
        if (DebugLevel.Value >= 2)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Error.WriteLine(Describe());
        }
    }

    public void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        Instance instance = Interlocked.Exchange(ref _spare, null) ?? (_idle.TryPop(out Instance? idle) ? idle : new Instance(_slots, _arenaBytes, _states.Length));
        try
        {
            Bind(instance, inputs, outputs);
            if (DebugLevel.Value >= 2)
            {
                RunTimed(instance.Table);
            }
            else
            {
                byte** table = instance.Table;
                foreach (Step step in _steps)
                {
                    step.Run(table);
                }
            }
        }
        finally
        {
            // The common case of one caller at a time must not allocate a stack node.
            if (Interlocked.CompareExchange(ref _spare, instance, null) is not null && _idle.Count < LargestIdle)
            {
                _idle.Push(instance);
            }

            foreach (Tensor tensor in inputs)
            {
                GC.KeepAlive(tensor);
            }

            foreach (Tensor tensor in outputs)
            {
                GC.KeepAlive(tensor);
            }
        }
    }

    public string Describe()
    {
        var text = new StringBuilder();
        long total = Math.Max(1, _ticks.Sum());
        bool timed = _runs > 0;
        text.Append(CultureInfo.InvariantCulture, $"plan '{_name}': {_steps.Length} steps, arena {_arenaBytes / 1048576.0:F1} MB, {_derivedSteps.Length} steps and {_derivedBytes / 1048576.0:F1} MB kept from variables, {_states.Length} variables");
        text.AppendLine(timed ? string.Create(CultureInfo.InvariantCulture, $", {_runs} runs, {Milliseconds(total) / _runs:F3} ms a run") : "");
        for (int i = 0; i < _steps.Length; i++)
        {
            Step step = _steps[i];
            string time = timed
                ? string.Create(CultureInfo.InvariantCulture, $"{1000 * Milliseconds(_ticks[i]) / _runs,10:F1} us {100.0 * _ticks[i] / total,5:F1} %  {Rate(step.Bytes, _ticks[i]),6:F1} GB/s  ")
                : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{i,4}  {time}{step.Bytes / 1024.0,10:F1} kB  {step.Name}  {step.Detail}{(_allocated[i] > 0 ? $"  [{_allocated[i] / Math.Max(1, _runs)} managed bytes a run]" : "")}");
        }

        return text.ToString();
    }

    private double Rate(long bytes, long ticks) => ticks == 0 ? 0 : bytes * _runs / (Milliseconds(ticks) * 1e6);

    private static double Milliseconds(long ticks) => 1000.0 * ticks / Stopwatch.Frequency;

    private void RunTimed(byte** table)
    {
        if (_runs == 1 && !_warm)
        {
            _warm = true;
            // The first run pays for compilation and for memory touched for the first time: it counts only where it stays the only one.
            Array.Clear(_ticks);
            Array.Clear(_allocated);
            _runs = 0;
        }

        long from = Stopwatch.GetTimestamp();
        for (int i = 0; i < _steps.Length; i++)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            _steps[i].Run(table);
            Interlocked.Add(ref _allocated[i], GC.GetAllocatedBytesForCurrentThread() - bytes);
            long now = Stopwatch.GetTimestamp();
            Interlocked.Add(ref _ticks[i], now - from);
            from = now;
        }

        Interlocked.Increment(ref _runs);
    }

    private void Bind(Instance instance, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            // Holding the storage keeps its memory alive while another thread may replace the variable's value.
            instance.Held[i] = _states[i].Written ? _states[i].Variable.BeginUpdate() : _states[i].Variable.Peek().Storage;
        }

        Derived? derived = instance.HeldDerived = _derivedSteps.Length == 0 ? null : Derive(instance);
        byte** table = instance.Table;
        foreach ((int slot, SlotKind kind, long index) in _bound)
        {
            table[slot] = (byte*)(kind switch
            {
                SlotKind.Parameter => inputs[(int)index].Storage.Pointer,
                SlotKind.Output => outputs[(int)index].Storage.Pointer,
                SlotKind.Derived => derived is null ? null : (byte*)derived.Memory.Pointer + index,
                _ => instance.Held[(int)index]!.Pointer,
            });
        }
    }

    /// <summary>What is derived from the variables as they are now: kept from the last run where none has changed since.</summary>
    private Derived Derive(Instance instance)
    {
        Derived? kept = _derived;
        if (kept is not null && kept.Fits(instance.Held, _states))
        {
            return kept;
        }

        lock (_deriving)
        {
            var fresh = new Derived(Storage.Allocate(_derivedBytes), instance.Held, _states);
            byte** table = instance.Table;
            foreach ((int slot, SlotKind kind, long index) in _bound)
            {
                table[slot] = kind switch
                {
                    SlotKind.Derived => (byte*)fresh.Memory.Pointer + index,
                    SlotKind.State => (byte*)instance.Held[(int)index]!.Pointer,
                    _ => table[slot],
                };
            }

            foreach (Step step in _derivedSteps)
            {
                step.Run(table);
            }

            _derived = fresh;
            return fresh;
        }
    }

    /// <summary>Values computed from variables, with the memory and versions of those they were computed from.</summary>
    private sealed class Derived
    {
        private readonly Storage?[] _from;
        private readonly long[] _versions;

        public Derived(Storage memory, Storage?[] held, (Variable Variable, bool Written)[] states)
        {
            Memory = memory;
            _from = (Storage?[])held.Clone();
            _versions = Array.ConvertAll(states, state => state.Variable.Version);
        }

        public Storage Memory { get; }

        /// <summary>Whether the variables that are only read are the same as then.</summary>
        public bool Fits(Storage?[] held, (Variable Variable, bool Written)[] states)
        {
            for (int i = 0; i < states.Length; i++)
            {
                if (!states[i].Written && (!ReferenceEquals(held[i], _from[i]) || states[i].Variable.Version != _versions[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The memory of one run: arena and pointer table.</summary>
    private sealed class Instance
    {
        private readonly Storage _arena;
        private readonly Storage _table;
        private readonly Slot[] _slots;

        public Instance(Slot[] slots, long arenaBytes, int states)
        {
            _slots = slots; // keeps constants alive
            _arena = Storage.Allocate(arenaBytes);
            _table = Storage.Allocate((slots.Length + 1) * sizeof(void*));
            Held = new Storage?[states];
            for (int i = 0; i < slots.Length; i++)
            {
                Table[i] = slots[i].Kind switch
                {
                    SlotKind.Arena => (byte*)_arena.Pointer + slots[i].Offset,
                    SlotKind.Constant => (byte*)slots[i].Constant!.Storage.Pointer,
                    _ => null,
                };
            }
        }

        public byte** Table => (byte**)_table.Pointer;

        public Storage?[] Held { get; }

        public Derived? HeldDerived { get; set; }
    }
}
