using System.Numerics;
using System.Numerics.Tensors;

namespace KerasSharp.Primitives;

/// <summary>What decompositions do to rows of doubles, by whole vectors.</summary>
internal static class VectorMath
{
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => TensorPrimitives.Dot(x, y);

    /// <summary>y += factor x.</summary>
    public static void AddScaled(Span<double> y, double factor, ReadOnlySpan<double> x) => TensorPrimitives.MultiplyAdd(x, factor, y, y);

    /// <summary>(x, y) becomes (c x - s y, s x + c y).</summary>
    public static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        int i = 0, width = Vector<double>.Count;
        Vector<double> cosine = new(c), sine = new(s);
        for (; i + width <= x.Length; i += width)
        {
            Vector<double> a = new(x[i..]), b = new(y[i..]);
            ((cosine * a) - (sine * b)).CopyTo(x[i..]);
            ((sine * a) + (cosine * b)).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            (x[i], y[i]) = ((c * x[i]) - (s * y[i]), (s * x[i]) + (c * y[i]));
        }
    }
}
