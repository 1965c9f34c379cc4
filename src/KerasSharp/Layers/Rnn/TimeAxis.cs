using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Axis 1, time, of sequences.</summary>
internal static class TimeAxis
{
    /// <summary>Applies a function that treats samples alone to all positions at once: (batch, time, ...) through (batch * time, ...).</summary>
    public static Tensor Fold(Tensor x, Func<Tensor, Tensor> apply)
    {
        int batch = x.Shape[0], time = x.Shape[1];
        Tensor y = apply(Prim.Reshape(x, x.Shape[2..].Insert(0, batch < 0 || time < 0 ? Shape.Unknown : batch * time)));
        return Prim.Reshape(y, y.Shape[1..].Insert(0, time).Insert(0, batch));
    }

    /// <summary>(batch, time, ...) to (time, batch, ...), and back.</summary>
    public static Tensor Swap(Tensor x) => Prim.Transpose(x, [1, 0, .. Enumerable.Range(2, x.Rank - 2)]);
}
