using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>exp(x) over its sum along an axis, or several.</summary>
/// <remarks>Input and output shape: any, the same. Positions whose mask is false get 0. No weights.</remarks>
/// <param name="axis">Axis, or axes, of the sum; the last when not given.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Softmax")]
public sealed partial class Softmax(Sizes? axis = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    internal override bool TakesMask => true;

    private protected override bool IsBuiltFromStart => true;

    /// <summary>Added to what is masked: far below any logit, yet finite (float16 holds less).</summary>
    private double Masked => ComputeDType == DType.Float16 ? -3e4 : -1e9;

    /// <summary>The axes.</summary>
    public Sizes Axis { get; } = axis ?? -1;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        Tensor? mask = arguments.MaskOf(0);
        if (mask is not null)
        {
            x = Prim.Add(x, Prim.Multiply(Prim.Subtract(1, Prim.Convert(mask, x.DType)), Masked));
        }

        if (Axis.Count == 1)
        {
            return [Ops.Softmax(x, Axis[0])];
        }

        int[] axes = [.. Axis.Select(a => Axes.Normalize(a, x.Rank))];
        Shape kept = axes.Aggregate(x.Shape, (shape, a) => shape.With(a, 1));
        Tensor e = Prim.Exp(Prim.Subtract(x, Prim.StopGradient(Prim.Reshape(Prim.ReduceMax(x, axes), kept))));
        Tensor y = Prim.Divide(e, Prim.Reshape(Prim.ReduceSum(e, axes), kept));
        return [y];
    }
}
