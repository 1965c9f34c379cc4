using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Divides each sample by its root mean square along axes, then scales (Zhang and Sennrich 2019).</summary>
/// <remarks>Input and output shape: any, the same. Weights: <c>scale</c>, of the sizes of the axes.</remarks>
/// <param name="axis">Axis or axes; the last when not given.</param>
/// <param name="epsilon">Added to the mean square.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "RMSNormalization")]
public sealed partial class RMSNormalization(Sizes? axis = null, double epsilon = 1e-6, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private Variable? _scale;

    /// <summary>The axes; a list in order once the layer is built, as files of Keras have them.</summary>
    public Sizes Axis { get; private set; } = axis ?? -1;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] axes = AxesOf(input.Rank);
        Axis = Sizes.Create([.. Axis.Order()]);
        _scale = AddWeight("scale", Shape.Of(Array.ConvertAll(axes, a => input[a])), "ones");
        InputSpec = new InputSpec(Axes: Axis.Distinct().ToDictionary(a => a, a => input[a < 0 ? a + input.Rank : a]));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int[] axes = AxesOf(inputs.Rank);
        var line = Shape.Of([.. Enumerable.Range(0, inputs.Rank).Select(i => axes.Contains(i) ? inputs.Shape[i] : 1)]);
        return Ops.RmsNormalization(inputs, Prim.Reshape(_scale!.Value, line), axes, epsilon);
    }

    private int[] AxesOf(int rank) => Primitives.Axes.Of([.. Axis], rank).Span.ToArray();
}
