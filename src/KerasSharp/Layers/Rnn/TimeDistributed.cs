using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Applies a layer to each position of a sequence.</summary>
/// <remarks>
/// Input shape: <c>(batch, time, ...)</c>. Output shape: <c>(batch, time, ...)</c> with the shape of the layer's output. Weights: those of the layer. A layer that treats
/// the samples of a batch alone sees all positions at once, as more samples; another one (batch normalization in training, layers of your own) is called for one position
/// after the other. A mask <c>(batch, time)</c> passes through; of a mask with more axes the layer is given that of its position.
/// </remarks>
/// <param name="layer">The layer.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "TimeDistributed")]
public sealed partial class TimeDistributed(Layer layer, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Wrapper(layer, name, trainable, dtype)
{
    internal override bool TakesMask => true;

    private static readonly InputSpec Sequence = new(MinNdim: 3, Hint: "A sequence has the axes batch, time, and those of each position.");

    private protected override bool PassesMask => true;

    private protected override bool CastsInput => false;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Sequence.Check(this, input);
        base.Build(input.Remove(1));
        InputSpec = Sequence;
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        Tensor? mask = arguments.MaskOf(0);
        Check(x, mask);
        Tensor? inner = mask is { Rank: > 2 } ? mask : null;
        bool training = arguments.Training!.Value;
        Tensor[] Apply(Tensor step, Tensor? counts) => Layer.Invoke(new CallArguments(step) { Training = training, Masks = counts is null ? null : [counts] });
        if (Dispatch.Current is ShapeInterpreter)
        {
            static Tensor Step(Tensor tensor) => new(tensor.Shape.Remove(1), tensor.DType, symbol: null);
            return Array.ConvertAll(Apply(Step(x), inner is null ? null : Step(inner)), y => new Tensor(y.Shape.Insert(1, x.Shape[1]), y.DType, symbol: null));
        }

        if (Layer.TreatsSamplesAlone(training))
        {
            return TimeAxis.Fold(inner is null ? [x] : [x, inner], folded => Apply(folded[0], folded.Length > 1 ? folded[1] : null));
        }

        (_, Tensor[] results) = Control.Scan(
            (_, slices) => ([], Apply(slices[0], slices.Length > 1 ? slices[1] : null)),
            [],
            inner is null ? [TimeAxis.Swap(x)] : [TimeAxis.Swap(x), TimeAxis.Swap(inner)],
            x.Shape[1],
            unroll: Layer.AddsLosses); // Losses cannot leave the body of a loop.
        return Array.ConvertAll(results, TimeAxis.Swap);
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return index == 0 ? arguments.Inputs[0].Mask : null;
    }

    private void Check(Tensor x, Tensor? mask)
    {
        if (x.Shape[1] == 0)
        {
            throw new ShapeException($"{Label}: a sequence must have one position or more. Received: inputs.Shape={x.Shape}. Pad it, and mask the padding.");
        }

        if (mask is not null && (mask.Rank < 2 || !mask.Shape[..2].IsCompatibleWith(x.Shape[..2])))
        {
            throw new ShapeException($"{Label}: the mask must begin with the axes (batch, time) of the sequence. Received: mask.Shape={mask.Shape}, inputs.Shape={x.Shape}.");
        }
    }
}
