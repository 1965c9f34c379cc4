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
            FourierPlan.For(n, Inverse).Run(re.AsSpan(start, n), im.AsSpan(start, n));
        }

        Doubles.Write(re, outputs[0]);
        Doubles.Write(im, outputs[1]);
    }

    /// <summary>The matrix of the transform is symmetric, so that its transpose on pairs of real numbers is the other direction.</summary>
    public override Tensor?[] Gradient(in GradientContext context) => Dispatch.Bind(new Fft(!Inverse), context.CotangentOrZero(0), context.CotangentOrZero(1));
}

internal static partial class Prim
{
    /// <summary>The Fourier transform of pairs along the last axis; the inverse is not divided by the length.</summary>
    public static (Tensor Re, Tensor Im) Fft(Tensor re, Tensor im, bool inverse = false) => Dispatch.Bind(new Fft(inverse), re, im) is [var a, var b] ? (a, b) : default;
}
