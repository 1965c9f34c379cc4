using System.Numerics.Tensors;
using KerasSharp.Primitives;

namespace KerasSharp.Initializers;

/// <summary>
/// Blocks of random floats from Philox 4x32-10 on the host. A block's numbers follow from the key and the number of the block; whole blocks go
/// through vectorised functions.
/// </summary>
internal static class HostRandom
{
    /// <summary>Numbers in a block: two such buffers stay in the first-level cache.</summary>
    public const int BlockSize = 2048;

    public delegate void FillBlock(uint block, Span<float> values);

    public static void Uniform(uint key, uint block, Span<float> values, float low, float high)
    {
        Unit(key, block, values);
        TensorPrimitives.Multiply(values, high - low, values);
        TensorPrimitives.Add(values, low, values);
        // Rounding may reach the upper end.
        TensorPrimitives.Min(values, MathF.BitDecrement(high), values);
    }

    /// <summary>Box and Muller 1958: radius from one half of the numbers, angle from the other.</summary>
    public static void Normal(uint key, uint block, Span<float> values, float mean, float deviation)
    {
        Span<float> numbers = stackalloc float[BlockSize];
        Unit(key, block, numbers);
        Span<float> radius = numbers[..(BlockSize / 2)], angle = numbers[(BlockSize / 2)..], other = stackalloc float[BlockSize / 2];
        TensorPrimitives.Subtract(1, radius, radius);
        TensorPrimitives.Log(radius, radius);
        TensorPrimitives.Multiply(radius, -2, radius);
        TensorPrimitives.Sqrt(radius, radius);
        TensorPrimitives.Multiply(radius, deviation, radius);
        TensorPrimitives.Multiply(angle, 2 * MathF.PI, angle);
        TensorPrimitives.Sin(angle, other);
        TensorPrimitives.Cos(angle, angle);
        TensorPrimitives.Multiply(other, radius, other);
        TensorPrimitives.Multiply(angle, radius, radius);
        int first = Math.Min(values.Length, BlockSize / 2);
        radius[..first].CopyTo(values);
        other[..(values.Length - first)].CopyTo(values[first..]);
        TensorPrimitives.Add(values, mean, values);
    }

    /// <summary>
    /// The inverse of the distribution function, of numbers between those of minus and plus two deviations. There the central polynomial of Giles 2012,
    /// "Approximating the erfinv function", table 5, holds (w below 5).
    /// </summary>
    public static void TruncatedNormal(uint key, uint block, Span<float> values, float mean, float deviation)
    {
        const float Reach = 0.9544997f; // erf(sqrt 2)
        Span<float> w = stackalloc float[BlockSize], p = stackalloc float[BlockSize];
        w = w[..values.Length];
        p = p[..values.Length];
        Unit(key, block, values);
        TensorPrimitives.Multiply(values, 2 * Reach, values);
        TensorPrimitives.Subtract(values, Reach, values);
        TensorPrimitives.Multiply(values, values, w);
        TensorPrimitives.Subtract(1, w, w);
        TensorPrimitives.Log(w, w);
        TensorPrimitives.Negate(w, w);
        TensorPrimitives.Subtract(w, 2.5f, w);
        p.Fill(2.81022636e-08f);
        foreach (float coefficient in Central)
        {
            TensorPrimitives.Multiply(p, w, p);
            TensorPrimitives.Add(p, coefficient, p);
        }

        TensorPrimitives.Multiply(values, p, values);
        TensorPrimitives.Multiply(values, MathF.Sqrt(2) * deviation, values);
        float limit = 2 * deviation;
        TensorPrimitives.Max(values, -limit, values);
        TensorPrimitives.Min(values, limit, values);
        TensorPrimitives.Add(values, mean, values);
    }

    private static ReadOnlySpan<float> Central =>
    [
        3.43273939e-07f, -3.5233877e-06f, -4.39150654e-06f, 0.00021858087f, -0.00125372503f, -0.00417768164f, 0.246640727f, 1.50140941f,
    ];

    /// <summary>Uniform in [0, 1): 24 bits each.</summary>
    private static void Unit(uint key, uint block, Span<float> values)
    {
        Span<uint> words = stackalloc uint[4];
        uint counter = block * (BlockSize / 4);
        for (int i = 0; i < values.Length; i += 4)
        {
            RandomBits.Block(counter++, key, 0, words);
            for (int j = 0; j < 4 && i + j < values.Length; j++)
            {
                values[i + j] = (words[j] >> 8) * (1f / (1 << 24));
            }
        }
    }
}
