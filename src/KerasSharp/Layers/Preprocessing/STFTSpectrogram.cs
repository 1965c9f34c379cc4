using KerasSharp.Initializers;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The spectrum of a signal over time, by short-time Fourier transforms, computed as convolutions whose kernels can be trained.</summary>
/// <remarks>
/// Input shape: <c>(batch, time, channels)</c>. Output shape: <c>(batch, frames, channels * frequencies)</c>, or <c>(batch, frames, frequencies, channels)</c> with
/// <c>expandDims</c>, where there are <c>fftLength / 2 + 1</c> frequencies, and twice as many with the mode <c>"stft"</c> (real parts, then imaginary ones). Weights:
/// <c>real_kernel</c>, <c>imag_kernel</c>, each <c>(frameLength, 1, frequencies)</c>, as far as the mode needs them.
/// </remarks>
/// <param name="mode"><c>"log"</c> of magnitudes, <c>"magnitude"</c>, <c>"psd"</c> (power), <c>"real"</c>, <c>"imag"</c>, <c>"angle"</c> or <c>"stft"</c>.</param>
/// <param name="frameLength">Numbers in a frame, at least 1.</param>
/// <param name="frameStep">How far frames are apart, from 1 to <paramref name="frameLength"/>; half of that when not given.</param>
/// <param name="fftLength">Length of the transforms, at least <paramref name="frameLength"/>; the next power of two when not given.</param>
/// <param name="window"><c>"hann"</c>, <c>"hamming"</c>, <c>"blackman"</c>, <c>"bartlett"</c>, <c>"boxcar"</c>, or null for none.</param>
/// <param name="periodic">Whether the window continues itself.</param>
/// <param name="scaling"><c>"density"</c>, <c>"spectrum"</c> or null.</param>
/// <param name="padding"><c>"valid"</c> or <c>"same"</c>.</param>
/// <param name="expandDims">Whether channels have an axis of their own, as in images.</param>
/// <param name="dataFormat"><c>"channels_last"</c> or <c>"channels_first"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A length, the mode, window, scaling, padding or format are none of those.</exception>
[KerasSerializable("keras.layers", "STFTSpectrogram")]
public sealed partial class STFTSpectrogram(
    string mode = "log", int frameLength = 256, int? frameStep = null, int? fftLength = null, string? window = "hann", bool periodic = false, string? scaling = "density",
    string padding = "valid", [ConfigName(Order = 1)] bool expandDims = false, string? dataFormat = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private const double Epsilon = 1e-7; // keras.config.epsilon()
    private static readonly string[] Modes = ["log", "magnitude", "psd", "real", "imag", "angle", "stft"];
    private readonly string _mode = Modes.Contains(mode) ? mode : throw new ArgumentException(
        $"STFTSpectrogram: mode must be one of {string.Join(", ", Modes.Select(m => $"\"{m}\""))}. Received: mode=\"{mode}\".", nameof(mode));

    private readonly int _frameLength = Arguments.AtLeast(1, frameLength, nameof(frameLength), nameof(STFTSpectrogram));
    private readonly int? _frameStep = frameStep is null || (frameStep >= 1 && frameStep <= frameLength) ? frameStep : throw new ArgumentOutOfRangeException(
        nameof(frameStep), $"STFTSpectrogram: frameStep must be from 1 to frameLength. Received: frameStep={frameStep}, frameLength={frameLength}.");

    private readonly int? _fftLength = fftLength is null || fftLength >= frameLength ? fftLength : throw new ArgumentOutOfRangeException(
        nameof(fftLength), $"STFTSpectrogram: fftLength must be at least frameLength. Received: fftLength={fftLength}, frameLength={frameLength}.");

    private readonly STFT _real = new("real", window, scaling, periodic);
    private readonly STFT _imaginary = new("imag", window, scaling, periodic);
    private readonly string _padding = Spatial.CheckPadding(padding, allowCausal: false, nameof(STFTSpectrogram));
    private readonly string _dataFormat = Spatial.CheckFormat(dataFormat, nameof(STFTSpectrogram));
    private Variable? _realKernel, _imagKernel;

    private int Frequencies => ((_fftLength ?? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_frameLength)) / 2) + 1;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        InputSpec = new InputSpec(Ndim: 3);
        InputSpec.Check(this, input);
        int axis = _dataFormat == "channels_last" ? 2 : 1;
        if (input[axis] < 1)
        {
            throw new ShapeException($"{Label}: the number of channels, axis {axis} of the input, must be known and at least 1. Received: inputs.Shape={input}. Give it in the input's shape.", nameof(input));
        }

        Shape shape = [_frameLength, 1, Frequencies];
        _realKernel = _mode == "imag" ? null : AddWeight("real_kernel", shape, _real);
        _imagKernel = _mode == "real" ? null : AddWeight("imag_kernel", shape, _imaginary);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (!inputs.DType.IsFloating())
        {
            throw new ArgumentException($"{Label}: the signal must be of floating numbers. Received: inputs.DType={inputs.DType.Name()}. Cast it, and scale it to about -1 to 1.", nameof(inputs));
        }

        Tensor signal = _dataFormat == "channels_last" ? inputs : Prim.Transpose(inputs, [0, 2, 1]);
        Tensor? real = _realKernel is null ? null : Transform(signal, _realKernel.Value), imaginary = _imagKernel is null ? null : Transform(signal, _imagKernel.Value);
        return Arrange(_mode switch
        {
            "real" => real!,
            "imag" => imaginary!,
            "angle" => Prim.Atan2(imaginary!, real!),
            "stft" => Prim.Concatenate(3, real!, imaginary!),
            _ => OfPower(Prim.Add(Prim.Square(real!), Prim.Square(imaginary!))),
        });
    }

    /// <summary>Each channel by itself: (batch, frames, channels, frequencies).</summary>
    private Tensor Transform(Tensor x, Tensor kernel)
    {
        int channels = x.Shape[2], step = _frameStep ?? Math.Max(1, _frameLength / 2);
        (int low, int high) = Spatial.Pad(x.Shape[1], _frameLength, step, _padding);
        Spatial.CheckFit(this, x.Shape, 1, low + high, _frameLength);
        kernel = channels == 1 ? kernel : Prim.Concatenate(2, [.. Enumerable.Repeat(kernel, channels)]);
        var geometry = new ConvolutionGeometry(new IntList([step]), new IntList([low]), new IntList([high]), new IntList([1]), channels);
        Tensor y = ConvolutionLayer.Convolve(x, kernel, geometry);
        int frames = _padding == "same" && x.Shape[1] < 0 ? -1 : y.Shape[1];
        return Prim.Reshape(y, Shape.Of(y.Shape[0], frames, channels, Frequencies));
    }

    private Tensor OfPower(Tensor power)
    {
        if (_mode == "psd")
        {
            // All frequencies but the first and the last stand for their negative ones, too.
            Tensor inner = Prim.SliceAxis(power, 3, 1, Frequencies - 1);
            return Prim.Add(power, Prim.Pad(inner, [0, 0, 0, 1], [0, 0, 0, 1]));
        }

        Tensor magnitude = Prim.Sqrt(Prim.Maximum(power, Epsilon));
        return _mode == "magnitude" ? magnitude : Prim.Log(Prim.Maximum(magnitude, Epsilon));
    }

    private Tensor Arrange(Tensor y)
    {
        if (expandDims)
        {
            return Prim.Transpose(y, _dataFormat == "channels_last" ? [0, 1, 3, 2] : [0, 2, 1, 3]);
        }

        Tensor flat = Prim.Reshape(y, Shape.Of(y.Shape[0], y.Shape[1], y.Shape[2] * y.Shape[3]));
        return _dataFormat == "channels_last" ? flat : Prim.Transpose(flat, [0, 2, 1]);
    }
}
