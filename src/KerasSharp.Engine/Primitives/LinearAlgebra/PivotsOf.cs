using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A permutation (..., n), int32, as exchanges in the manner of LAPACK: row i was exchanged with row pivots[i], for i from 0.</summary>
internal sealed record PivotsOf : Primitive
{
    /// <inheritdoc/>
    public override string Name => "pivots";

    /// <inheritdoc/>
    protected override string NoGradientReason => "an index is a whole number.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0].DType == DType.Int32
        ? inputs[0]
        : throw Misfit("the permutation must be int32.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int n = inputs[0].Shape[^1];
        ReadOnlySpan<int> permutations = inputs[0].As<int>();
        Span<int> pivots = outputs[0].As<int>();
        var rows = new int[n];
        for (int start = 0; n > 0 && start < permutations.Length; start += n)
        {
            for (int i = 0; i < n; i++)
            {
                rows[i] = i;
            }

            for (int i = 0; i < n; i++)
            {
                int at = Array.IndexOf(rows, permutations[start + i], i);
                pivots[start + i] = at;
                (rows[i], rows[at]) = (rows[at], rows[i]);
            }
        }
    }
}
