using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Fourier transforms, of complex numbers as pairs of real and imaginary parts. Differentiable in both.</content>
public static partial class Ops
{
    /// <summary>The discrete Fourier transform along the last axis: <c>keras.ops.fft</c>.</summary>
    /// <param name="x">Real and imaginary parts, of one shape.</param>
    public static (Tensor Real, Tensor Imaginary) Fft((Tensor Real, Tensor Imaginary) x) => Transform("fft", x, (re, im) => Prim.Fft(re, im));

    /// <summary>The discrete Fourier transform along the last two axes: <c>keras.ops.fft2</c>.</summary>
    /// <param name="x">Real and imaginary parts, of one shape, rank 2 or more.</param>
    public static (Tensor Real, Tensor Imaginary) Fft2((Tensor Real, Tensor Imaginary) x) => Transform("fft2", x, (re, im) => OverTwoAxes(re, im, false));

    /// <summary>The inverse of <see cref="Fft2"/>: <c>keras.ops.ifft2</c>.</summary>
    /// <param name="x">Real and imaginary parts, of one shape, rank 2 or more.</param>
    public static (Tensor Real, Tensor Imaginary) Ifft2((Tensor Real, Tensor Imaginary) x) => Transform("ifft2", x, (re, im) =>
    {
        double size = CountOf(re, [re.Rank - 2, re.Rank - 1]);
        (re, im) = OverTwoAxes(re, im, true);
        return (Prim.Divide(re, size), Prim.Divide(im, size));
    });

    /// <summary>The first half of the Fourier transform of real numbers, which says all: (..., n) becomes (..., n / 2 + 1). <c>keras.ops.rfft</c>.</summary>
    /// <param name="x">Real numbers.</param>
    /// <param name="fftLength">The length to cut or fill up with zeros to; that of the axis when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fftLength"/> is less than 1.</exception>
    public static (Tensor Real, Tensor Imaginary) Rfft(Tensor x, int? fftLength = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fftLength ?? 1, 1, nameof(fftLength));
        Tensor[] both = Op.CallMany("rfft", [AtLeastRank("Rfft", x, 1)], t =>
        {
            Tensor real = Op.ToFloat(t[0]);
            int n = fftLength ?? real.Shape[^1], last = real.Rank - 1;
            if (n < 0)
            {
                Tensor unknown = Op.Unknown(real.Shape.With(last, -1), real.DType);
                return [unknown, unknown];
            }

            real = OfLength(real, n);
            (Tensor re, Tensor im) = Prim.Fft(real, Prim.Zeros(real.Shape, real.DType));
            return [Prim.SliceAxis(re, last, 0, (n / 2) + 1), Prim.SliceAxis(im, last, 0, (n / 2) + 1)];
        }, fftLength);
        return (both[0], both[1]);
    }

    /// <summary>The inverse of <see cref="Rfft"/>: real numbers from the first half of their transform. <c>keras.ops.irfft</c>.</summary>
    /// <param name="x">Real and imaginary parts, of one shape.</param>
    /// <param name="fftLength">How many numbers; 2 (m - 1) for m elements when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fftLength"/> is less than 1.</exception>
    public static Tensor Irfft((Tensor Real, Tensor Imaginary) x, int? fftLength = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fftLength ?? 1, 1, nameof(fftLength));
        return Op.Call("irfft", AtLeastRank("Irfft", x.Real, 1), x.Imaginary, (re, im) =>
        {
            (re, im) = Parts(re, im);
            int last = re.Rank - 1, n = fftLength ?? (re.Shape[last] < 0 ? -1 : 2 * (re.Shape[last] - 1));
            if (n < 0)
            {
                return Op.Unknown(re.Shape.With(last, -1), re.DType);
            }

            // The other half is the conjugate of this one, backwards.
            (re, im) = (OfLength(re, (n / 2) + 1), OfLength(im, (n / 2) + 1));
            int mirrored = n - (n / 2) - 1;
            Tensor Whole(Tensor half, bool negate)
            {
                Tensor mirror = Prim.Reverse(Prim.SliceAxis(half, last, 1, 1 + mirrored), last);
                return mirrored == 0 ? half : Prim.Concatenate(last, half, negate ? Prim.Negate(mirror) : mirror);
            }

            return Prim.Divide(Prim.Fft(Whole(re, false), Whole(im, true), inverse: true).Re, n);
        }, fftLength);
    }

    /// <summary>The last axis cut or filled up with zeros.</summary>
    private static Tensor OfLength(Tensor x, int length)
    {
        int last = x.Rank - 1, size = x.Shape[last];
        if (size < 0)
        {
            return Op.Unknown(x.Shape.With(last, length), x.DType);
        }

        int[] none = new int[x.Rank], after = new int[x.Rank];
        after[last] = Math.Max(length - size, 0);
        return size > length ? Prim.SliceAxis(x, last, 0, length) : size < length ? Prim.Pad(x, none, after) : x;
    }

    private static (Tensor Re, Tensor Im) OverTwoAxes(Tensor re, Tensor im, bool inverse)
    {
        int last = re.Rank - 1;
        (re, im) = Prim.Fft(re, im, inverse);
        (re, im) = Prim.Fft(Swapaxes(re, last - 1, last), Swapaxes(im, last - 1, last), inverse);
        return (Swapaxes(re, last - 1, last), Swapaxes(im, last - 1, last));
    }

    private static (Tensor Re, Tensor Im) Parts(Tensor re, Tensor im)
    {
        DType dtype = Tensor.CommonType([re, im], floating: true);
        return re.Shape.IsCompatibleWith(im.Shape)
            ? (Prim.Convert(re, dtype), Prim.Convert(im, dtype))
            : throw new ShapeException($"Real and imaginary parts must have one shape. Received: {re.Shape} and {im.Shape}.");
    }

    private static (Tensor Real, Tensor Imaginary) Transform(string name, (Tensor Real, Tensor Imaginary) x, Func<Tensor, Tensor, (Tensor Re, Tensor Im)> transform)
    {
        Tensor[] both = Op.CallMany(name, [x.Real, x.Imaginary], t =>
        {
            (Tensor re, Tensor im) = Parts(t[0], t[1]);
            (re, im) = transform(re, im);
            return [re, im];
        });
        return (both[0], both[1]);
    }
}
