using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The spectrum of a signal over time on the mel scale, whose steps sound equally far apart (Stevens, Volkmann and Newman 1937), in decibels.</summary>
/// <remarks>Input shape: <c>(batch, samples)</c> or <c>(samples,)</c>. Output shape: <c>(batch, numMelBins, frames)</c> or <c>(numMelBins, frames)</c>. No weights.</remarks>
[KerasSerializable("keras.layers", "MelSpectrogram")]
public sealed partial class MelSpectrogram : Layer
{
    // Formula of O'Shaughnessy (1987), as the Hidden Markov Model Toolkit has it: 2595 log10(1 + f / 700).
    private const double BreakFrequency = 700, HighFrequencyQ = 1127;

    private readonly int _fftLength, _sequenceStride, _sequenceLength, _samplingRate, _numMelBins;
    private readonly string? _window;
    private readonly double _minFreq, _maxFreq, _topDb, _magExp, _minPower, _refPower;
    private readonly bool _powerToDb;

    /// <summary>A spectrogram.</summary>
    /// <param name="fftLength">Length of the transforms, at least 1.</param>
    /// <param name="sequenceStride">How far frames are apart, at least 1.</param>
    /// <param name="sequenceLength">Length of the window, from 1 to <paramref name="fftLength"/>; that when not given.</param>
    /// <param name="window"><c>"hann"</c>, <c>"hamming"</c>, or null for none.</param>
    /// <param name="samplingRate">Numbers of the signal in a second, at least 1.</param>
    /// <param name="numMelBins">The number of mel bins, at least 1.</param>
    /// <param name="minFreq">The lowest frequency, in hertz, 0 or more.</param>
    /// <param name="maxFreq">The highest frequency, above the lowest; half of the sampling rate when not given.</param>
    /// <param name="powerToDb">Whether to give decibels.</param>
    /// <param name="topDb">How far below the greatest number decibels are cut off.</param>
    /// <param name="magExp">Exponent of the magnitudes: 1 for magnitudes, 2 for power.</param>
    /// <param name="minPower">The least power that counts, above 0.</param>
    /// <param name="refPower">The power that is 0 decibels.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the window is none of those.</exception>
    public MelSpectrogram(
        int fftLength = 2048, int sequenceStride = 512, int? sequenceLength = null, string? window = "hann", int samplingRate = 16000, int numMelBins = 128, double minFreq = 20,
        double? maxFreq = null, bool powerToDb = true, double topDb = 80, double magExp = 2, double minPower = 1e-10, double refPower = 1, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        const string Owner = nameof(MelSpectrogram);
        _fftLength = Arguments.AtLeast(1, fftLength, nameof(fftLength), Owner);
        _sequenceStride = Arguments.AtLeast(1, sequenceStride, nameof(sequenceStride), Owner);
        _sequenceLength = Arguments.AtLeast(1, sequenceLength ?? fftLength, nameof(sequenceLength), Owner);
        _samplingRate = Arguments.AtLeast(1, samplingRate, nameof(samplingRate), Owner);
        _numMelBins = Arguments.AtLeast(1, numMelBins, nameof(numMelBins), Owner);
        (_minFreq, _maxFreq) = (minFreq, maxFreq is null or 0 ? samplingRate / 2 : maxFreq.Value);
        (_powerToDb, _topDb, _magExp, _minPower, _refPower, _window) = (powerToDb, topDb, magExp, minPower, refPower, window);
        if (_sequenceLength > _fftLength)
        {
            throw new ArgumentOutOfRangeException(nameof(sequenceLength), $"{Owner}: sequenceLength must be at most fftLength. Received: sequenceLength={_sequenceLength}, fftLength={fftLength}.");
        }

        if (!(minFreq >= 0 && _maxFreq > minFreq))
        {
            throw new ArgumentOutOfRangeException(nameof(minFreq), $"{Owner}: minFreq must be 0 or more, and maxFreq above it. Received: minFreq={minFreq}, maxFreq={_maxFreq}.");
        }

        if (!(minPower > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(minPower), $"{Owner}: minPower must be above 0. Received: minPower={minPower}.");
        }

        if (window is not (null or "hann" or "hamming"))
        {
            throw new ArgumentException($"{Owner}: window must be \"hann\", \"hamming\" or null. Received: window=\"{window}\".", nameof(window));
        }
    }

    /// <summary>The cut at the greatest number looks at the whole batch.</summary>
    internal override bool TreatsSamplesAlone(bool training) => false;

    /// <summary>Weights (numSpectrogramBins, numMelBins) that make mel bins of the bins of a spectrum: triangles of height 1 on the mel scale.</summary>
    /// <param name="numMelBins">The number of mel bins.</param>
    /// <param name="numSpectrogramBins">The number of bins of the spectrum, from 0 to half of the sampling rate.</param>
    /// <param name="samplingRate">Numbers of the signal in a second.</param>
    /// <param name="lowerEdgeHertz">The lower edge of the lowest triangle.</param>
    /// <param name="upperEdgeHertz">The upper edge of the highest triangle.</param>
    /// <param name="dtype">The dtype.</param>
    public static Tensor LinearToMelWeightMatrix(
        int numMelBins = 20, int numSpectrogramBins = 129, int samplingRate = 8000, double lowerEdgeHertz = 125, double upperEdgeHertz = 3800, DType dtype = DType.Float32)
    {
        static Tensor ToMel(Tensor hertz) => Prim.Multiply(Prim.Log(Prim.Add(Prim.Divide(hertz, BreakFrequency), 1)), HighFrequencyQ);
        Tensor zero = Prim.Scalar(0, dtype), frequencies = Ops.Linspace(zero, Prim.Scalar(samplingRate / 2.0, dtype), numSpectrogramBins);

        // The bin of frequency 0 belongs to no triangle.
        Tensor bins = Prim.Reshape(ToMel(Prim.SliceAxis(frequencies, 0, 1)), Shape.Of(numSpectrogramBins - 1, 1));
        Tensor edges = Ops.Linspace(ToMel(Prim.Scalar(lowerEdgeHertz, dtype)), ToMel(Prim.Scalar(upperEdgeHertz, dtype)), numMelBins + 2);
        Tensor lower = Prim.SliceAxis(edges, 0, 0, numMelBins), centre = Prim.SliceAxis(edges, 0, 1, numMelBins + 1), upper = Prim.SliceAxis(edges, 0, 2);
        Tensor rising = Prim.Divide(Prim.Subtract(bins, lower), Prim.Subtract(centre, lower)), falling = Prim.Divide(Prim.Subtract(upper, bins), Prim.Subtract(upper, centre));
        return Prim.Pad(Prim.Maximum(Prim.Minimum(rising, falling), 0), [1, 0], [0, 0]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Rank is not (1 or 2))
        {
            throw new ShapeException($"{Label}: the input must have the shape (batch, samples) or (samples,). Received: inputs.Shape={inputs.Shape}. Reshape it.", nameof(inputs));
        }

        DeferredWeights.Charge($"{Label}: its window and the weights of its mel bins", sizeof(float) * (_sequenceLength + (((_fftLength / 2) + 1L) * _numMelBins)));
        Tensor x = Prim.Convert(inputs, ComputeDType == DType.Float64 ? DType.Float64 : DType.Float32);
        (Tensor real, Tensor imaginary) = Ops.Stft(x, _sequenceLength, _sequenceStride, _fftLength, _window);
        Tensor spectrum = Prim.Power(Prim.Sqrt(Prim.Add(Prim.Square(real), Prim.Square(imaginary))), Prim.Scalar(_magExp, x.DType));
        Tensor matrix = LinearToMelWeightMatrix(_numMelBins, (_fftLength / 2) + 1, _samplingRate, _minFreq, _maxFreq);
        Tensor mel = Contraction.LastWithFirst(spectrum, matrix);
        mel = _powerToDb ? Decibels(mel) : mel;
        return Prim.Convert(Ops.Swapaxes(mel, -1, -2), ComputeDType);
    }

    private Tensor Decibels(Tensor power)
    {
        Tensor decibels = Prim.Subtract(Prim.Multiply(Ops.Log10(Prim.Maximum(power, _minPower)), 10), 10 * Math.Log10(Math.Max(Math.Abs(_refPower), _minPower)));
        return Prim.Maximum(decibels, Prim.Subtract(Ops.Max(decibels), _topDb));
    }
}
