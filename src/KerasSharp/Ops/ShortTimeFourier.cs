using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Short-time Fourier transforms.</content>
public static partial class Ops
{
    /// <summary>Transforms of overlapping frames of the last axis: (..., length) becomes pairs (..., frames, fftLength / 2 + 1). <c>keras.ops.stft</c>.</summary>
    /// <param name="x">Real numbers.</param>
    /// <param name="sequenceLength">The length of the window.</param>
    /// <param name="sequenceStride">How far frames are apart.</param>
    /// <param name="fftLength">The length of the transform, at least that of the window, which stands in its middle.</param>
    /// <param name="window">"hann" or "hamming" (periodic), or null for none.</param>
    /// <param name="center">Whether frames are centred: the ends are then reflected.</param>
    /// <exception cref="ArgumentException">The window is unknown, or longer than the transform.</exception>
    public static (Tensor Real, Tensor Imaginary) Stft(Tensor x, int sequenceLength, int sequenceStride, int fftLength, string? window = "hann", bool center = true) =>
        StftWith(x, sequenceLength, sequenceStride, fftLength, WindowNamed(window, sequenceLength), center);

    /// <summary>As <see cref="Stft(Tensor, int, int, int, string?, bool)"/>, with a window of one's own.</summary>
    /// <param name="x">Real numbers.</param>
    /// <param name="sequenceLength">The length of the window.</param>
    /// <param name="sequenceStride">How far frames are apart.</param>
    /// <param name="fftLength">The length of the transform.</param>
    /// <param name="taper">The window: a vector of <paramref name="sequenceLength"/> numbers.</param>
    /// <param name="center">Whether frames are centred.</param>
    public static (Tensor Real, Tensor Imaginary) Stft(Tensor x, int sequenceLength, int sequenceStride, int fftLength, Tensor taper, bool center = true)
    {
        ArgumentNullException.ThrowIfNull(taper);
        return StftWith(x, sequenceLength, sequenceStride, fftLength, taper, center);
    }

    /// <summary>The inverse of <see cref="Stft(Tensor, int, int, int, string?, bool)"/> by overlapping sums: <c>keras.ops.istft</c>.</summary>
    /// <param name="x">Real and imaginary parts (..., frames, fftLength / 2 + 1).</param>
    /// <param name="sequenceLength">The length of the window.</param>
    /// <param name="sequenceStride">How far frames are apart.</param>
    /// <param name="fftLength">The length of the transform.</param>
    /// <param name="length">How many numbers to give; what the frames hold when not given.</param>
    /// <param name="window">"hann" or "hamming", or null for none: that of the transform.</param>
    /// <param name="center">Whether frames were centred.</param>
    /// <exception cref="ArgumentException">The window is unknown, or longer than the transform.</exception>
    public static Tensor Istft(
        (Tensor Real, Tensor Imaginary) x, int sequenceLength, int sequenceStride, int fftLength, int? length = null, string? window = "hann", bool center = true) =>
        IstftWith(x, sequenceLength, sequenceStride, fftLength, WindowNamed(window, sequenceLength), length, center);

    /// <summary>As <see cref="Istft(ValueTuple{Tensor, Tensor}, int, int, int, int?, string?, bool)"/>, with a window of one's own.</summary>
    /// <param name="x">Real and imaginary parts (..., frames, fftLength / 2 + 1).</param>
    /// <param name="sequenceLength">The length of the window.</param>
    /// <param name="sequenceStride">How far frames are apart.</param>
    /// <param name="fftLength">The length of the transform.</param>
    /// <param name="taper">The window: a vector of <paramref name="sequenceLength"/> numbers.</param>
    /// <param name="length">How many numbers to give.</param>
    /// <param name="center">Whether frames were centred.</param>
    public static Tensor Istft((Tensor Real, Tensor Imaginary) x, int sequenceLength, int sequenceStride, int fftLength, Tensor taper, int? length = null, bool center = true)
    {
        ArgumentNullException.ThrowIfNull(taper);
        return IstftWith(x, sequenceLength, sequenceStride, fftLength, taper, length, center);
    }

    private static (Tensor Real, Tensor Imaginary) StftWith(Tensor x, int sequenceLength, int sequenceStride, int fftLength, Tensor? window, bool center)
    {
        RequireFrames("Stft", sequenceLength, sequenceStride, fftLength, window);
        Tensor real = Op.Float("stft", AtLeastRank("Stft", x, 1), t =>
        {
            int last = t.Rank - 1, half = fftLength / 2;
            if (center)
            {
                var widths = new (int, int)[t.Rank];
                widths[last] = (half, half);
                t = Pad(t, widths, "reflect");
            }

            Tensor frames = ExtractSequences(t, fftLength, sequenceStride);
            return window is null ? frames : Prim.Multiply(frames, Centred(window, fftLength, frames.DType));
        });
        return Rfft(real, fftLength);
    }

    private static Tensor IstftWith((Tensor Real, Tensor Imaginary) x, int sequenceLength, int sequenceStride, int fftLength, Tensor? window, int? length, bool center)
    {
        RequireFrames("Istft", sequenceLength, sequenceStride, fftLength, window);
        return Op.Call("istft", AtLeastRank("Istft", x.Real, 2), x.Imaginary, (re, im) =>
        {
            Tensor frames = Irfft((re, im), fftLength);
            int count = frames.Shape[^2], last = frames.Rank - 2;
            if (count < 0)
            {
                return Op.Unknown(frames.Shape[..last].Concat(KerasSharp.Shape.Of(length ?? -1)), frames.DType);
            }

            int total = fftLength + (sequenceStride * (count - 1));
            Tensor taper = window is null ? Prim.Ones(KerasSharp.Shape.Of(fftLength), frames.DType) : Centred(window, fftLength, frames.DType);
            Tensor places = Prim.Reshape(FrameIndices(count, fftLength, sequenceStride), KerasSharp.Shape.Of(count * fftLength));
            Tensor OverlapSum(Tensor pieces)
            {
                Shape flat = pieces.Shape[..^2].Concat(KerasSharp.Shape.Of(count * fftLength));
                return Prim.ScatterAddAxis(Prim.Reshape(pieces, flat), places, flat.Rank - 1, flat.With(flat.Rank - 1, total));
            }

            Tensor sum = OverlapSum(Prim.Multiply(frames, taper));
            Tensor weight = center ? OverlapSum(Prim.BroadcastTo(Prim.Square(taper), KerasSharp.Shape.Of(count, fftLength))) : EndlessWeight(taper, sequenceStride, total);
            Tensor covered = Prim.Greater(weight, Prim.Scalar(1e-10, weight.DType));
            Tensor result = Prim.Divide(sum, Prim.Select(covered, weight, Prim.Scalar(1, weight.DType)));
            int start = center ? fftLength / 2 : 0, end = length is { } wanted ? start + wanted : center ? total - (fftLength / 2) : total;
            result = Prim.SliceAxis(result, last, start, Math.Min(end, total));
            return length is { } size ? OfLength(result, size) : result;
        });
    }

    /// <summary>The sum of squares of overlapping windows as if frames went on beyond the ends: what Keras divides by where frames are not centred.</summary>
    private static Tensor EndlessWeight(Tensor taper, int stride, int total)
    {
        int turns = (taper.Shape[0] + stride - 1) / stride;
        Tensor padded = Prim.Pad(Prim.Square(taper), [0], [(turns * stride) - taper.Shape[0]]);
        Tensor period = Prim.ReduceSum(Prim.Reshape(padded, KerasSharp.Shape.Of(turns, stride)), 0);
        int[] phases = [.. Enumerable.Range(0, total).Select(i => i % stride)];
        return Prim.Gather(period, Prim.Constant(phases), 0);
    }

    private static Tensor? WindowNamed(string? window, int length) => window switch
    {
        null => null,
        "hann" => Prim.StopGradient(Prim.SliceAxis(Hanning(length + 1), 0, 0, length)),
        "hamming" => Prim.StopGradient(Prim.SliceAxis(Hamming(length + 1), 0, 0, length)),
        _ => throw new ArgumentException($"The window must be 'hann', 'hamming', null, or a vector. Received: window={window}.", nameof(window)),
    };

    /// <summary>A window in the middle of a longer stretch of zeros.</summary>
    private static Tensor Centred(Tensor window, int length, DType dtype)
    {
        int before = (length - window.Shape[0]) / 2;
        return Prim.Pad(Prim.Convert(window, dtype), [before], [length - window.Shape[0] - before]);
    }

    private static void RequireFrames(string op, int sequenceLength, int sequenceStride, int fftLength, Tensor? window)
    {
        if (sequenceLength < 1 || sequenceStride < 1 || fftLength < sequenceLength || (window is not null && window.Shape != KerasSharp.Shape.Of(sequenceLength)))
        {
            throw new ArgumentException(
                $"{op}: lengths and stride must be at least 1, the transform at least as long as the window, and a window given have sequenceLength numbers. "
                + $"Received: sequenceLength={sequenceLength}, sequenceStride={sequenceStride}, fftLength={fftLength}, window.Shape={window?.Shape.ToString() ?? "null"}.");
        }
    }
}
