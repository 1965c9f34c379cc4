using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>How often each of the numbers 0 to <paramref name="Size"/> - 1 is among those of an int32 vector, which has no others; in int32.</summary>
internal sealed record CountEach(int Size) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "count_each";

    /// <inheritdoc/>
    protected override string NoGradientReason => "a count is a whole number.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0].Shape.Rank == 1 && inputs[0].DType == DType.Int32
        ? new TensorSpec(Shape.Of(Size), DType.Int32)
        : throw Misfit("the numbers must be a vector of int32.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Span<int> counts = outputs[0].As<int>();
        counts.Clear();
        foreach (int number in inputs[0].As<int>())
        {
            counts[number]++;
        }
    }
}

internal static partial class Prim
{
    /// <summary>How often each number below a size is among those of a vector.</summary>
    public static Tensor CountEach(Tensor numbers, int size) => Dispatch.Bind1(new CountEach(size), numbers);
}
