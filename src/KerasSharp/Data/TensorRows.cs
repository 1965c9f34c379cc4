using KerasSharp.Primitives;

namespace KerasSharp.Data;

/// <summary>Parts of tensors along their first axis.</summary>
internal static class TensorRows
{
    /// <summary>Some rows in a row, numbers or text.</summary>
    public static Tensor Rows(this Tensor tensor, int first, int count)
    {
        if (tensor.DType != DType.String)
        {
            return Prim.SliceAxis(tensor, 0, first, first + count);
        }

        int width = tensor.Shape[0] == 0 ? 0 : (int)(tensor.Count / tensor.Shape[0]);
        return Tensor.OfText(tensor.Text.Slice(first * width, count * width).ToArray(), tensor.Shape.With(0, count));
    }
}
