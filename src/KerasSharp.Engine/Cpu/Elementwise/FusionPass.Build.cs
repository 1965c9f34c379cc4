using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <content>From a group to the program of its loop.</content>
internal sealed partial class FusionPass
{
    private GraphNode Build(Group group, Dictionary<GraphValue, GraphValue> map)
    {
        var parts = new Parts();
        var stored = new List<GraphValue>();
        foreach (GraphNode node in group.Nodes)
        {
            Append(node, parts);
            if (_escaping.Contains(node.Output) || (IsReadOutside(node, group) && !IsRecomputed(node.Output)))
            {
                stored.Add(node.Output);
            }
        }

        TensorSpec[] results = [.. stored.Select(value => value.Spec)];
        LoopProgram program = LoopProgram.Create(
            group.Domain, [.. parts.Inputs.Select(value => value.Spec)], [.. parts.Numbers], [.. parts.Instructions], [.. stored.Select(value => parts.Registers[value])]);
        var fused = new GraphNode(new FusedLoop(program, results), [.. parts.Inputs], results);
        for (int i = 0; i < stored.Count; i++)
        {
            map[stored[i]] = fused.Outputs[i];
        }

        return fused;
    }

    private void Append(GraphNode node, Parts parts)
    {
        LoopOperand[] operands = Array.ConvertAll(node.Inputs, input => OperandOf(input, parts));
        parts.Registers[node.Output] = parts.Instructions.Count;
        parts.Instructions.Add(new LoopInstruction((Primitives.Elementwise)node.Primitive, operands, node.Output.DType));
    }

    private LoopOperand OperandOf(GraphValue value, Parts parts)
    {
        double? number = value.Producer?.Primitive is Full full ? full.Value
            : value is { Kind: ValueKind.Constant, Shape.Count: 1 } && value.Shape.Rank == 0 ? ElementReader.ReadDouble(value.Constant!.Data, 0)
            : null;
        if (number is { } known)
        {
            return new LoopOperand(LoopSource.Number, IndexOf(parts.Numbers, new LoopNumber(known, value.DType)), value.DType);
        }

        if (!parts.Registers.ContainsKey(value) && IsRecomputed(value))
        {
            Append(value.Producer!, parts);
        }

        return parts.Registers.TryGetValue(value, out int register)
            ? new LoopOperand(LoopSource.Register, register, value.DType)
            : new LoopOperand(LoopSource.Input, IndexOf(parts.Inputs, value), value.DType);
    }

    private static int IndexOf<T>(List<T> list, T item)
    {
        int at = list.IndexOf(item);
        if (at < 0)
        {
            at = list.Count;
            list.Add(item);
        }

        return at;
    }

    /// <summary>A loop in the making.</summary>
    private sealed class Parts
    {
        public List<GraphValue> Inputs { get; } = [];

        public List<LoopNumber> Numbers { get; } = [];

        public List<LoopInstruction> Instructions { get; } = [];

        /// <summary>Which instruction computes a value.</summary>
        public Dictionary<GraphValue, int> Registers { get; } = new(ReferenceEqualityComparer.Instance);
    }
}
