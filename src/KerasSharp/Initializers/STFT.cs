using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>The real or imaginary part of a short-time Fourier transform, as the kernel of a one-dimensional convolution.</summary>
/// <remarks>Shape: <c>(frame size, 1, FFT size / 2 + 1)</c>.</remarks>
[KerasSerializable(Module, "STFT")]
public sealed partial class STFT : Initializer
{
    private readonly string _side;
    private readonly string? _window, _scaling;
    private readonly bool _periodic;

    /// <summary>One part of the transform.</summary>
    /// <param name="side"><c>"real"</c> or <c>"imag"</c>.</param>
    /// <param name="window"><c>"hann"</c>, <c>"hamming"</c>, <c>"blackman"</c>, <c>"bartlett"</c>, <c>"boxcar"</c>, or null for none.</param>
    /// <param name="scaling"><c>"density"</c>, <c>"spectrum"</c> or null.</param>
    /// <param name="periodic">Whether the window continues itself (for spectra) rather than being symmetric (for filters).</param>
    /// <exception cref="ArgumentException">An argument is none of those.</exception>
    public STFT(string side = "real", string? window = "hann", string? scaling = "density", bool periodic = false)
    {
        _side = side is "real" or "imag" ? side : throw new ArgumentException($"STFT: the side must be \"real\" or \"imag\". Received: side=\"{side}\".", nameof(side));
        _scaling = scaling is null or "density" or "spectrum" ? scaling : throw new ArgumentException(
            $"STFT: the scaling must be \"density\", \"spectrum\" or null. Received: scaling=\"{scaling}\".", nameof(scaling));
        _ = Window(window, 4, periodic);
        (_window, _periodic) = (window, periodic);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The shape is not of rank 3.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank != 3)
        {
            throw new ShapeException($"STFT: the shape must be (frame size, 1, FFT size / 2 + 1). Received: shape={shape}.", nameof(shape));
        }

        int frame = shape[0], channels = shape[1], bins = shape[2];
        double[] window = Window(_window, frame, _periodic);
        double scale = _window is null || _scaling is null ? 1
            : _scaling == "density" ? Math.Sqrt(window.Sum(w => w * w)) : window.Sum(Math.Abs);
        float[] values = new float[shape.Count];
        for (int t = 0, at = 0; t < frame; t++)
        {
            for (int c = 0; c < channels; c++)
            {
                for (int f = 0; f < bins; f++, at++)
                {
                    double angle = -2 * Math.PI * t * f / Math.Max(1, (bins - 1) * 2);
                    values[at] = (float)(window[t] / scale * (_side == "real" ? Math.Cos(angle) : Math.Sin(angle)));
                }
            }
        }

        Tensor result = Tensor.From<float>(values, shape);
        return dtype is null or DType.Float32 ? result : Prim.Convert(result, dtype.Value);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { ["side"] = _side, ["window"] = _window, ["periodic"] = _periodic, ["scaling"] = _scaling };

    /// <summary>A window of that many samples: sums of cosines, but for Bartlett's triangle.</summary>
    private static double[] Window(string? name, int count, bool periodic)
    {
        double[] cosines = name switch
        {
            null or "boxcar" or "rectangular" => [1],
            "hann" => [0.5, 0.5],
            "hamming" => [0.54, 0.46],
            "blackman" => [0.42, 0.5, 0.08],
            "bartlett" => [],
            _ => throw new ArgumentException(
                $"STFT: the window must be \"hann\", \"hamming\", \"blackman\", \"bartlett\", \"boxcar\" or null. Received: window=\"{name}\".", nameof(name)),
        };
        double period = Math.Max(1, periodic ? count : count - 1);
        return [.. Enumerable.Range(0, count).Select(i => cosines.Length == 0
            ? 1 - Math.Abs((2 * i / period) - 1)
            : cosines.Select((a, k) => (k % 2 == 0 ? a : -a) * Math.Cos(2 * Math.PI * k * i / period)).Sum())];
    }
}
