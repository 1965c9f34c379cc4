namespace KerasSharp.Layers;

/// <summary>Bounding boxes and what they hold: Keras's dictionary of <c>boxes</c> and <c>labels</c>.</summary>
/// <param name="Boxes">(boxes, 4) for one image or (batch, boxes, 4), in the format that the layer is told; images with fewer boxes are filled up with boxes of 0.</param>
/// <param name="Labels">(boxes,) or (batch, boxes), or with an axis of classes more; -1 for boxes that hold nothing.</param>
public sealed record LabeledBoxes(Tensor Boxes, Tensor Labels)
{
    internal LabeledBoxes Map(Func<Tensor, Tensor> change) => new(change(Boxes), change(Labels));
}
