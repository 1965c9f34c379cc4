using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>
/// Orthogonal rows or columns of norm <c>gain</c>, whichever are fewer (Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning in
/// deep linear neural networks"): the Q of a matrix of normal numbers. All axes but the last count as rows.
/// </summary>
/// <param name="gain">The norm.</param>
/// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
[KerasSerializable(Module, "Orthogonal")]
public sealed partial class Orthogonal(double gain = 1.0, Seed seed = default) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The shape is of rank less than 2.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < 2)
        {
            throw new ShapeException($"Orthogonal: the weight must have rank 2 or more. Received: shape={shape}.", nameof(shape));
        }

        int columns = shape[^1], rows = (int)(shape.Count / Math.Max(1, columns));
        (int count, int length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        Tensor normal = Normal(Shape.Of(count, length), DType.Float32, 0, 1);
        double[] vectors = Array.ConvertAll(normal.ToArray<float>(), x => (double)x);
        Householder.Orthonormalize(vectors, count, length);

        float[] values = new float[vectors.Length];
        for (int v = 0; v < count; v++)
        {
            for (int i = 0; i < length; i++)
            {
                values[rows >= columns ? (i * columns) + v : (v * columns) + i] = (float)(gain * vectors[(v * length) + i]);
            }
        }

        Tensor result = Tensor.From<float>(values, shape);
        return dtype is null or DType.Float32 ? result : Primitives.Prim.Convert(result, dtype.Value);
    }
}
