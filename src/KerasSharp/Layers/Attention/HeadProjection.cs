using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>What the projections of an attention layer share.</summary>
internal sealed record ProjectionOptions(
    bool UseBias, Initializer KernelInitializer, Initializer BiasInitializer, Regularizer? KernelRegularizer, Regularizer? BiasRegularizer, Constraint? KernelConstraint,
    Constraint? BiasConstraint);

/// <summary>A linear map of the last axes of its input to new last axes: (..., in) to (..., heads, depth), and back.</summary>
internal sealed class HeadProjection(Shape output, int contracted, ProjectionOptions options, string name, bool trainable, DTypePolicy dtype)
    : Layer(name, trainable, dtype)
{
    private Variable? _kernel, _bias;

    internal override string KerasName => "EinsumDense";

    private protected override bool HandlesMask => true;

    protected override void Build(Shape input)
    {
        _kernel = AddWeight(
            "kernel", input[^contracted..].Concat(output), options.KernelInitializer, regularizer: options.KernelRegularizer, constraint: options.KernelConstraint);
        _bias = options.UseBias
            ? AddWeight("bias", output, options.BiasInitializer, regularizer: options.BiasRegularizer, constraint: options.BiasConstraint)
            : null;
        InputSpec = new InputSpec(Ndim: input.Rank, Axes: Enumerable.Range(1, contracted).ToDictionary(i => -i, i => input[^i]));
    }

    protected override Tensor Call(Tensor inputs)
    {
        int[] last = [.. Enumerable.Range(inputs.Rank - contracted, contracted)], first = [.. Enumerable.Range(0, contracted)];
        Tensor y = Prim.DotGeneral(inputs, _kernel!.Value, [], [], last, first);
        return _bias is null ? y : Prim.Add(y, _bias.Value);
    }
}
