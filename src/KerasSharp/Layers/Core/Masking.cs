using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Marks the steps whose features all have one value as padding, that later layers leave out, and sets them to 0.</summary>
/// <remarks>Input and output shape: <c>(batch, ..., features)</c>, the same; mask: <c>(batch, ...)</c>. No weights.</remarks>
/// <param name="maskValue">The value.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "Masking")]
public sealed partial class Masking(double maskValue = 0.0, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private protected override bool IsBuiltFromStart => true;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input) => InputSpec = new InputSpec(MinNdim: 2);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        Tensor counts = Counts(inputs);
        return Prim.Multiply(inputs, Prim.Convert(Prim.Reshape(counts, counts.Shape.Insert(counts.Rank, 1)), inputs.DType));
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Counts(arguments.Inputs[0]);
    }

    /// <summary>Where any feature has another value.</summary>
    private Tensor Counts(Tensor x) => Ops.Any(Ops.NotEqual(x, x.DType == DType.Float64 ? Prim.Scalar(maskValue, x.DType) : maskValue), -1);
}
