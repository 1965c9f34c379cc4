namespace KerasSharp.Primitives;

/// <summary>A composition that runs as one plan where it would otherwise run primitive by primitive.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Body">What it computes: a static method, so that equal compositions are known to be.</param>
/// <param name="Values">Its attributes.</param>
internal sealed record Composed(string Label, Func<Tensor[], IntList, Tensor> Body, IntList Values) : Composite
{
    /// <inheritdoc/>
    public override string Name => Label;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs) => [Body(inputs, Values)];
}

internal static partial class Prim
{
    /// <summary>A composition of other primitives. Run at once and without a tape it is one plan, kept for its operands' shapes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="body">What it computes of operands and values: a static method.</param>
    /// <param name="values">Attributes.</param>
    /// <param name="inputs">Operands.</param>
    public static Tensor Compose(string name, Func<Tensor[], IntList, Tensor> body, int[] values, params Tensor[] inputs)
    {
        var attributes = new IntList(values);
        return Dispatch.IsAbstract || Dispatch.IsRecorded || !Array.TrueForAll(inputs, input => input.IsConcrete)
            ? body(inputs, attributes)
            : Dispatch.Bind1(new Composed(name, body, attributes), inputs);
    }
}
