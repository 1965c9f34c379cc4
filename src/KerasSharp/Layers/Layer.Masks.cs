using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <content>
/// Masks of symbolic tensors (keras/src/layers/layer.py: <c>__call__</c>): operations that make a mask are nodes of the model, and the node of a layer that takes a mask keeps it as an argument.
/// </content>
public abstract partial class Layer
{
    /// <summary>Whether Keras brings the arguments of a call to the layer's dtype before it; models leave them alone.</summary>
    private protected virtual bool ConvertsArguments => true;

    /// <summary>
    /// Whether Keras's node keeps the mask that is filled in for the input. It does where it need not copy the arguments to convert them: in a call with one tensor of the layer's dtype and
    /// nothing besides.
    /// </summary>
    internal bool NodeKeepsMask(CallArguments arguments) => TakesMask && arguments.Training is null && arguments.Options.Count == 0 && !Array.Exists(arguments.InputNames ?? [], name => name is not null)
        && (!ConvertsArguments || (arguments is { IsList: false, Inputs: [var x] } && x.DType == ComputeDType));

    /// <summary>The arguments with the masks that their tensors carry, where nodes keep those.</summary>
    private CallArguments WithCarriedMasks(CallArguments arguments)
    {
        if (arguments.Masks is not null || !Array.Exists(arguments.Inputs, IsMaskedByNode) || !NodeKeepsMask(arguments))
        {
            return arguments;
        }

        return arguments.With(arguments.Inputs, arguments.Training, Array.ConvertAll(arguments.Inputs, x => IsMaskedByNode(x) ? x.Mask : null));
    }

    /// <summary>Gives outputs whose mask the layer computes the one that operations on its symbolic inputs make. A model's are known only when it runs.</summary>
    private void RecordMasks(CallArguments arguments, Tensor[] outputs)
    {
        foreach (Tensor output in outputs.Where(output => KeepsOwnMasks && output.Mask is not null))
        {
            output.Mask = Op.Unknown(output.Mask!.Shape, output.Mask.DType);
        }

        // What attention says of its scores is used by nobody, and no operation of Keras.
        if (!KeepsOwnMasks && outputs is [{ Mask: not null } first, ..] && !IsMaskedByNode(first))
        {
            first.Mask = ComputeMask(arguments, 0);
        }
    }

    private static bool IsMaskedByNode(Tensor tensor) => tensor.Mask is { } mask && TensorOrigin.Of(mask) is not null;
}
