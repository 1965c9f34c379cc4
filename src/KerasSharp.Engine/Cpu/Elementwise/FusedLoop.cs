using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>A fused group as one node of a planned graph. It exists only inside CPU plans.</summary>
internal sealed record FusedLoop(LoopProgram Program, TensorSpec[] Results) : Primitive
{
    /// <inheritdoc/>
    public override string Name => Program.Instructions.Length switch
    {
        0 => "copy",
        <= 4 => string.Join('+', Program.Instructions.Select(instruction => instruction.Primitive.Name)),
        _ => $"fused[{Program.Instructions.Length}: {string.Join('+', Program.Instructions.Take(3).Select(i => i.Primitive.Name))}..]",
    };

    /// <inheritdoc/>
    public override int OutputCount => Results.Length;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => Results.CopyTo(outputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("A fused loop runs as a step of a plan.");
}
