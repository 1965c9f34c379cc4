using KerasSharp.Cpu.Elementwise;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>What a slot of the pointer table refers to.</summary>
internal enum SlotKind : byte
{
    Arena,

    /// <summary>Computed from variables alone, kept until one of them changes.</summary>
    Derived,
    Parameter,
    Output,
    State,
    Constant,
}

/// <summary>One buffer of a plan.</summary>
internal sealed class Slot(SlotKind kind, long bytes)
{
    public SlotKind Kind { get; set; } = kind;

    public long Bytes { get; } = bytes;

    /// <summary>Offset in the arena, or number of the parameter, output or state.</summary>
    public long Offset { get; set; }

    public Tensor? Constant { get; init; }

    /// <summary>Positions of the nodes that first write and last read an arena buffer.</summary>
    public int First { get; set; } = int.MaxValue;

    public int Last { get; set; } = -1;
}

/// <summary>
/// Decides where every value of a graph lives: values that are only other shapes of the same memory share a slot; new values of variables are
/// written over the old ones where nothing reads those any more; the rest shares one arena by lifetime, and a step that reads an input element
/// by element may write over it where it dies.
/// </summary>
internal sealed class BufferPlan
{
    private const long Alignment = 64;

    private readonly Graph _graph;
    private readonly Dictionary<GraphValue, int> _slotOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, int> _stateSlots = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<GraphNode> _derivedNodes = new(ReferenceEqualityComparer.Instance);

    private BufferPlan(Graph graph) => _graph = graph;

    public List<Slot> Slots { get; } = [];

    /// <summary>Variables in the order of the state slots' offsets.</summary>
    public List<(Variable Variable, bool Written)> States { get; } = [];

    /// <summary>Copies to make after the last step: source slot, target slot, bytes.</summary>
    public List<(int Source, int Target, long Bytes)> FinalCopies { get; } = [];

    public long ArenaBytes { get; private set; }

    /// <summary>Bytes of what is derived from variables and kept.</summary>
    public long DerivedBytes { get; private set; }

    /// <summary>Whether a node computes something that is kept from run to run.</summary>
    public bool IsDerived(GraphNode node) => _derivedNodes.Contains(node);

    public static BufferPlan Create(Graph graph)
    {
        var plan = new BufferPlan(graph);
        plan.AssignSlots();
        plan.PlaceOutputs();
        plan.PlaceUpdates();
        plan.PlaceDerived();
        plan.LayOutArena();
        return plan;
    }

    public int SlotOf(GraphValue value) => _slotOf[value];

    /// <summary>Whether two slots share memory.</summary>
    public bool Overlap(int a, int b)
    {
        (Slot x, Slot y) = (Slots[a], Slots[b]);
        return a == b || (x.Kind == y.Kind && x.Kind switch
        {
            SlotKind.Constant => false,
            SlotKind.Arena or SlotKind.Derived => x.Offset < y.Offset + y.Bytes && y.Offset < x.Offset + x.Bytes,
            _ => x.Offset == y.Offset,
        });
    }

    /// <summary>Whether a node computes nothing: its result is its operand's memory under another shape.</summary>
    public static bool IsAlias(GraphNode node) => node.Primitive is Reshape or Identity;

    private void AssignSlots()
    {
        foreach (GraphValue parameter in _graph.Parameters)
        {
            _slotOf[parameter] = AddSlot(new Slot(SlotKind.Parameter, parameter.Bytes) { Offset = parameter.Index });
        }

        foreach (GraphValue state in _graph.States)
        {
            _slotOf[state] = StateSlot(state.Variable!, written: false);
        }

        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            GraphNode node = _graph.Nodes[i];
            foreach (GraphValue input in node.Inputs)
            {
                Slot slot = Slots[SlotFor(input)];
                slot.Last = Math.Max(slot.Last, i);
            }

            foreach (GraphValue output in node.Outputs)
            {
                if (IsAlias(node))
                {
                    _slotOf[output] = SlotFor(node.Inputs[0]);
                    continue;
                }

                _slotOf[output] = AddSlot(new Slot(SlotKind.Arena, output.Bytes) { First = i, Last = i });
            }
        }
    }

    private int SlotFor(GraphValue value)
    {
        if (!_slotOf.TryGetValue(value, out int slot))
        {
            // Only constants are met before they are defined.
            _slotOf[value] = slot = AddSlot(new Slot(SlotKind.Constant, value.Bytes) { Constant = value.Constant });
        }

        return slot;
    }

    private void PlaceOutputs()
    {
        for (int i = 0; i < _graph.Outputs.Count; i++)
        {
            GraphValue value = _graph.Outputs[i];
            int source = SlotFor(value);
            if (Slots[source].Kind == SlotKind.Arena)
            {
                Slots[source].Kind = SlotKind.Output;
                Slots[source].Offset = i;
                continue;
            }

            int target = AddSlot(new Slot(SlotKind.Output, value.Bytes) { Offset = i });
            FinalCopies.Add((source, target, value.Bytes));
        }
    }

    private void PlaceUpdates()
    {
        foreach ((Variable variable, GraphValue value) in _graph.Updates)
        {
            int source = SlotFor(value), target = StateSlot(variable, written: true);
            if (source == target)
            {
                continue;
            }

            if (Slots[source].Kind == SlotKind.Arena && Slots[target].Last <= Slots[source].First && MayOverwrite(Slots[source].First, target, value))
            {
                Slots[source].Kind = SlotKind.State;
                Slots[source].Offset = Slots[target].Offset;
                continue;
            }

            if (Slots[source].Kind == SlotKind.Arena)
            {
                Slots[source].Last = int.MaxValue;
            }
            else if (Slots[source].Kind == SlotKind.State)
            {
                throw new InvalidOperationException($"'{_graph.Name}' assigns one variable's value to another without an operation between; a pass must insert a copy.");
            }

            FinalCopies.Add((source, target, value.Bytes));
        }
    }

    /// <summary>Whether the node at a position may write a result over a buffer it reads.</summary>
    private bool MayOverwrite(int position, int target, GraphValue result)
    {
        GraphNode node = _graph.Nodes[position];
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (_slotOf[node.Inputs[i]] == target && !IsReadInStep(node, i, result))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an operand's elements are read before a result's elements in their place are written: those of a fused loop, and the logits of a gradient.</summary>
    private static bool IsReadInStep(GraphNode node, int input, GraphValue result) => node.Primitive switch
    {
        FusedLoop loop => loop.Program.Inputs[input].Access == LoopAccess.Contiguous,
        CrossEntropyAndGradient => input == 0 && ReferenceEquals(result, node.Outputs[2]),
        _ => false,
    };

    /// <summary>Gives what depends on variables alone memory of its own, one place for all runs.</summary>
    private void PlaceDerived()
    {
        DerivedValues derived = DerivedValues.Of(_graph);
        foreach (GraphNode node in _graph.Nodes)
        {
            bool keeps = !IsAlias(node) && node.Inputs.Length > 0 && derived.Contains(node.Output)
                && Array.TrueForAll(node.Outputs, output => Slots[_slotOf[output]] is { Kind: SlotKind.Arena, Last: not int.MaxValue });
            if (!keeps || !Array.TrueForAll(node.Inputs, IsKept))
            {
                continue;
            }

            _derivedNodes.Add(node);
            foreach (GraphValue output in node.Outputs)
            {
                Slot slot = Slots[_slotOf[output]];
                slot.Kind = SlotKind.Derived;
                slot.Offset = DerivedBytes;
                DerivedBytes += (slot.Bytes + Alignment - 1) / Alignment * Alignment;
            }
        }
    }

    /// <summary>Whether an operand is there when the kept values are computed, before all other steps.</summary>
    private bool IsKept(GraphValue value) => Slots[_slotOf[value]].Kind is SlotKind.Constant or SlotKind.State or SlotKind.Derived;

    private void LayOutArena()
    {
        var arena = new ArenaAllocator(Alignment);
        var dying = new Dictionary<int, List<int>>();
        for (int s = 0; s < Slots.Count; s++)
        {
            if (Slots[s] is { Kind: SlotKind.Arena, Last: not int.MaxValue } slot)
            {
                (dying.TryGetValue(slot.Last, out List<int>? list) ? list : dying[slot.Last] = []).Add(s);
            }
        }

        var handedOver = new HashSet<int>();
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            GraphNode node = _graph.Nodes[i];
            if (!IsAlias(node))
            {
                foreach (GraphValue output in node.Outputs)
                {
                    Place(node, i, output, arena, handedOver);
                }
            }

            foreach (int s in dying.GetValueOrDefault(i) ?? [])
            {
                if (!handedOver.Contains(s))
                {
                    arena.Free(Slots[s].Offset, Slots[s].Bytes);
                }
            }
        }

        ArenaBytes = arena.Size;
    }

    private void Place(GraphNode node, int position, GraphValue output, ArenaAllocator arena, HashSet<int> handedOver)
    {
        Slot slot = Slots[_slotOf[output]];
        if (slot.Kind != SlotKind.Arena)
        {
            return;
        }

        if (node.Primitive is FusedLoop or CrossEntropyAndGradient)
        {
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                int candidate = _slotOf[node.Inputs[k]];
                Slot input = Slots[candidate];
                if (input.Kind == SlotKind.Arena && input.Last == position && input.Bytes == slot.Bytes && !handedOver.Contains(candidate)
                    && MayOverwrite(position, candidate, output) && node.Inputs[k].DType.Size() == output.DType.Size())
                {
                    slot.Offset = input.Offset;
                    handedOver.Add(candidate);
                    return;
                }
            }
        }

        slot.Offset = arena.Allocate(slot.Bytes);
    }

    private int StateSlot(Variable variable, bool written)
    {
        if (!_stateSlots.TryGetValue(variable, out int slot))
        {
            slot = AddSlot(new Slot(SlotKind.State, variable.Shape.Count * variable.DType.Size()) { Offset = States.Count });
            _stateSlots[variable] = slot;
            States.Add((variable, written));
        }
        else if (written)
        {
            States[(int)Slots[slot].Offset] = (variable, true);
        }

        return slot;
    }

    private int AddSlot(Slot slot)
    {
        Slots.Add(slot);
        return Slots.Count - 1;
    }
}
