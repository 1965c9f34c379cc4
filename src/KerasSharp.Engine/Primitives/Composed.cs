namespace KerasSharp.Primitives;

/// <summary>A composition that has no other attributes than its operands, and is run as one plan.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Body">What it computes: a static method, so that equal compositions are known to be.</param>
internal sealed record Composed(string Label, Func<Tensor[], Tensor> Body) : Composite
{
    /// <inheritdoc/>
    public override string Name => Label;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs) => [Body(inputs)];
}

internal static partial class Prim
{
    /// <summary>A composition of other primitives that is run as one plan; see <see cref="Composed"/>.</summary>
    public static Tensor Compose(string name, Func<Tensor[], Tensor> body, params Tensor[] inputs) => Dispatch.Bind1(new Composed(name, body), inputs);
}
