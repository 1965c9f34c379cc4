using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The discrete Fourier transform along the last axis of complex numbers given as real and imaginary parts: y[k] = Σ x[j] exp(∓2πi jk / n), the upper sign forward.
/// Neither direction divides by n.
/// </summary>
internal sealed record Fft(bool Inverse) : Primitive
{
    /// <inheritdoc/>
    public override string Name => Inverse ? "fft_inverse" : "fft";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs, leastRank: 1) || !inputs[0].Shape.IsCompatibleWith(inputs[1].Shape))
        {
            throw Misfit("the operands must be real and imaginary parts of the same shape, rank 1 or more, and floating dtype.", inputs);
        }

        outputs[0] = outputs[1] = inputs[0];
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] re = Doubles.Read(inputs[0]), im = Doubles.Read(inputs[1]);
        int n = inputs[0].Shape[^1];
        for (int start = 0; start < re.Length; start += n)
        {
            (double[] a, double[] b) = Transform(re.AsSpan(start, n).ToArray(), im.AsSpan(start, n).ToArray());
            a.CopyTo(re, start);
            b.CopyTo(im, start);
        }

        Doubles.Write(re, outputs[0]);
        Doubles.Write(im, outputs[1]);
    }

    /// <summary>The matrix of the transform is symmetric, so that its transpose on pairs of real numbers is the other direction.</summary>
    public override Tensor?[] Gradient(in GradientContext context) => Dispatch.Bind(new Fft(!Inverse), context.CotangentOrZero(0), context.CotangentOrZero(1));

    /// <summary>Cooley and Tukey (1965): splits by the smallest prime factor of the length; a prime length is summed as it stands.</summary>
    private (double[] Re, double[] Im) Transform(double[] re, double[] im)
    {
        int n = re.Length, radix = SmallestFactor(n);
        if (n == 1)
        {
            return (re, im);
        }

        int part = n / radix;
        var parts = new (double[] Re, double[] Im)[radix];
        for (int r = 0; r < radix; r++)
        {
            double[] a = new double[part], b = new double[part];
            for (int j = 0; j < part; j++)
            {
                (a[j], b[j]) = (re[(j * radix) + r], im[(j * radix) + r]);
            }

            parts[r] = Transform(a, b);
        }

        double[] yRe = new double[n], yIm = new double[n];
        double turn = (Inverse ? 2 : -2) * Math.PI / n;
        for (int k = 0; k < n; k++)
        {
            for (int r = 0; r < radix; r++)
            {
                // The angle is taken modulo a full turn in integers, which keeps it exact for long transforms.
                (double sin, double cos) = Math.SinCos(turn * ((long)k * r % n));
                (double a, double b) = (parts[r].Re[k % part], parts[r].Im[k % part]);
                yRe[k] += (a * cos) - (b * sin);
                yIm[k] += (a * sin) + (b * cos);
            }
        }

        return (yRe, yIm);
    }

    private static int SmallestFactor(int n)
    {
        for (int p = 2; p * p <= n; p++)
        {
            if (n % p == 0)
            {
                return p;
            }
        }

        return n;
    }
}

internal static partial class Prim
{
    /// <summary>The Fourier transform of pairs along the last axis; the inverse is not divided by the length.</summary>
    public static (Tensor Re, Tensor Im) Fft(Tensor re, Tensor im, bool inverse = false) => Dispatch.Bind(new Fft(inverse), re, im) is [var a, var b] ? (a, b) : default;
}
