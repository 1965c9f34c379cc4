using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>
/// A matrix with orthonormal rows or columns, times a gain (Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
/// networks"): normal numbers orthogonalised. All axes but the last make up the rows.
/// </summary>
/// <param name="gain">The factor.</param>
/// <param name="seed">A seed; without one it is drawn from the global generator.</param>
/// <exception cref="ArgumentException">The shape has less than two axes.</exception>
[KerasSerializable(Module, "Orthogonal")]
public sealed partial class Orthogonal(double gain = 1.0, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"Orthogonal: the shape must have two axes or more. Received: shape={shape}.", nameof(shape));
        }

        int columns = shape[^1], rows = (int)(shape.Count / Math.Max(1, columns));
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        Philox random = Draw();
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            vectors[i] = NextOrthonormal(vectors.AsSpan(0, i), length, random);
        }

        int at = 0;
        return Fill(shape, dtype, () =>
        {
            int row = at / columns, column = at++ % columns;
            return (float)(gain * (rows >= columns ? vectors[column][row] : vectors[row][column]));
        });
    }

    /// <summary>A normal vector less its parts along those before it, twice, which makes it orthogonal to rounding (Giraud et al. 2005), of length 1.</summary>
    private static double[] NextOrthonormal(ReadOnlySpan<double[]> before, int length, Philox random)
    {
        var v = new double[length];
        for (int i = 0; i < length; i++)
        {
            v[i] = random.NextNormal();
        }

        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] u in before)
            {
                double dot = System.Numerics.Tensors.TensorPrimitives.Dot<double>(v, u);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(u, -dot, v, v);
            }
        }

        double norm = System.Numerics.Tensors.TensorPrimitives.Norm<double>(v);
        System.Numerics.Tensors.TensorPrimitives.Divide<double>(v, norm, v);
        return v;
    }
}
