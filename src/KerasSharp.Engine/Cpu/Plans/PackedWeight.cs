using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// The right operand of a matrix product in the order in which the kernel reads it; see <see cref="PackedMatrix"/>. It exists only inside CPU plans, for
/// weights that do not change from run to run.
/// </summary>
internal sealed record PackedWeight(int Rows, int Columns, bool Transposed, int Bits) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "pack_weight";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(Shape.Of((int)PackedMatrix.Count(Rows, Columns, Bits)), DType.Float32);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("Packing runs as a step of a plan.");
}

/// <summary>A product whose last operand is its right operand packed; the operands before are those of the inner primitive.</summary>
internal sealed record WithPackedWeight(Primitive Inner, int Bits) : Primitive
{
    /// <inheritdoc/>
    public override string Name => Inner.Name + "+packed";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => Inner.Infer(inputs[..^1], outputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("A product of a packed weight runs as a step of a plan.");
}
