using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// How many elements of a vector in ascending order (first operand) are before each value (second operand of the same dtype), in int32: those below it and,
/// <paramref name="After"/>, those equal to it. NaN is above all numbers.
/// </summary>
internal sealed record SearchSorted(bool After) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "search_sorted";

    /// <inheritdoc/>
    protected override string NoGradientReason => "an index is a whole number.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0].Shape.Rank == 1 && inputs[0].DType == inputs[1].DType
        ? new TensorSpec(inputs[1].Shape, DType.Int32)
        : throw Misfit("the first operand must be a vector, and the second have its dtype.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Operand line = inputs[0], values = inputs[1];
        Span<int> places = outputs[0].As<int>();
        for (int i = 0; i < places.Length; i++)
        {
            (int first, int end) = (0, line.Count);
            while (first < end)
            {
                int middle = first + ((end - first) / 2), order = Ordering.Compare(line, middle, values, i);
                (first, end) = order < 0 || (After && order == 0) ? (middle + 1, end) : (first, middle);
            }

            places[i] = first;
        }
    }
}

internal static partial class Prim
{
    /// <summary>Where values stand in a sorted vector; see <see cref="Primitives.SearchSorted"/>.</summary>
    public static Tensor SearchSorted(Tensor line, Tensor values, bool after) => Dispatch.Bind1(new SearchSorted(after), line, values);
}
