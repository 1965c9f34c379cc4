using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Axis 1, time, of sequences.</summary>
internal static class TimeAxis
{
    /// <summary>Applies a function that treats samples alone to all positions at once: (batch, time, ...) through (batch * time, ...).</summary>
    public static Tensor[] Fold(Tensor[] sequences, Func<Tensor[], Tensor[]> apply)
    {
        int batch = sequences[0].Shape[0], time = sequences[0].Shape[1];
        Tensor[] joined = Array.ConvertAll(sequences, x => Prim.Reshape(x, x.Shape[2..].Insert(0, batch * time)));
        return Array.ConvertAll(apply(joined), y => Prim.Reshape(y, y.Shape[1..].Insert(0, time).Insert(0, batch)));
    }

    /// <summary>(batch, time, ...) to (time, batch, ...), and back.</summary>
    public static Tensor Swap(Tensor x) => Prim.Transpose(x, [1, 0, .. Enumerable.Range(2, x.Rank - 2)]);
}
