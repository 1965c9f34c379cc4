using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A tensor of numbers known when the graph is built. Two constants are equal when they are the same tensor.</summary>
internal sealed record Constant(Tensor Value) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "constant";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = Value.Spec;

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Value.Data.Bytes.CopyTo(outputs[0].Bytes);
        GC.KeepAlive(Value);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [];
}

internal static partial class Prim
{
    /// <summary>A concrete tensor as a value of the computation that is running or being built.</summary>
    public static Tensor Constant(Tensor value) => Dispatch.IsAbstract ? Dispatch.Bind1(new Constant(value)) : value;
}
