using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>Runs a primitive's reference kernel, where there is no better one.</summary>
internal sealed unsafe class ReferenceStep(Primitive primitive, int[] inputs, TensorSpec[] inputSpecs, int[] outputs, TensorSpec[] outputSpecs) : Step
{
    public override string Name => primitive.Name + " (reference)";

    public override void Run(byte** slots)
    {
        var operands = new Operand[inputs.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = new Operand(slots[inputs[i]], inputSpecs[i].Shape, inputSpecs[i].DType);
        }

        var results = new Operand[outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new Operand(slots[outputs[i]], outputSpecs[i].Shape, outputSpecs[i].DType);
        }

        primitive.Evaluate(operands, results);
    }
}

/// <summary>Copies a buffer whole.</summary>
internal sealed unsafe class CopyStep(int source, int target, long bytes) : Step
{
    public override string Name => "copy";

    public override void Run(byte** slots) => Buffer.MemoryCopy(slots[source], slots[target], bytes, bytes);
}
