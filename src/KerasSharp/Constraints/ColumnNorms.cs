using KerasSharp.Primitives;

namespace KerasSharp.Constraints;

/// <summary>Norms along axes, and how those axes stand in configs: one as a number, several as a list.</summary>
internal static class ColumnNorms
{
    /// <summary>The root of the sum of squares along the axes, which are kept at size 1.</summary>
    public static Tensor Of(Tensor w, int[] axes)
    {
        ArgumentNullException.ThrowIfNull(w);
        Shape kept = w.Shape;
        foreach (int axis in axes)
        {
            kept = kept.With(Axes.Normalize(axis, w.Rank), 1);
        }

        return Prim.Reshape(Prim.Sqrt(Prim.ReduceSum(Prim.Square(w), axes)), kept);
    }

    /// <summary>w scaled so that its norms become those desired.</summary>
    public static Tensor Scale(Tensor w, Tensor norms, Tensor desired) => Prim.Multiply(w, Prim.Divide(desired, Prim.Add(norms, 1e-7)));

    public static object ToConfig(int[] axes) => axes.Length == 1 ? axes[0] : axes;
}
