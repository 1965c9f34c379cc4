using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>Runs a primitive's reference kernel, where there is no better one.</summary>
internal sealed unsafe class ReferenceStep : Step
{
    private readonly NodeSlots _slots;

    public ReferenceStep(NodeSlots slots)
    {
        _slots = slots;
        Bytes = slots.Bytes;
        Detail = slots.Detail;
    }

    public override string Name => _slots.Primitive.Name + " (reference)";

    public override void Run(byte** slots)
    {
        var operands = new Operand[_slots.Inputs.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = new Operand(slots[_slots.Inputs[i]], _slots.Node.Inputs[i].Shape, _slots.Node.Inputs[i].DType);
        }

        var results = new Operand[_slots.Outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new Operand(slots[_slots.Outputs[i]], _slots.Node.Outputs[i].Shape, _slots.Node.Outputs[i].DType);
        }

        _slots.Primitive.Evaluate(operands, results);
    }
}

/// <summary>Copies a buffer whole.</summary>
internal sealed unsafe class CopyStep(int source, int target, long bytes) : Step
{
    public override string Name => "copy";

    public override void Run(byte** slots) => Buffer.MemoryCopy(slots[source], slots[target], bytes, bytes);
}
