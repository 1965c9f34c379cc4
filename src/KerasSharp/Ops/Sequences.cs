using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Windows (in the sense of signal processing), spaced numbers, and integrals along an axis.</content>
public static partial class Ops
{
    /// <summary>The triangular window of so many points, 0 at both ends: <c>keras.ops.bartlett</c>.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Bartlett(int x) => Taper("Bartlett", x, t => 1 - Math.Abs(t));

    /// <summary>The Blackman window, 0.42 + 0.5 cos(πt) + 0.08 cos(2πt) for t from -1 to 1: <c>keras.ops.blackman</c>.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Blackman(int x) => Taper("Blackman", x, t => 0.42 + (0.5 * Math.Cos(Math.PI * t)) + (0.08 * Math.Cos(2 * Math.PI * t)));

    /// <summary>The Hamming window, 0.54 + 0.46 cos(πt) for t from -1 to 1: <c>keras.ops.hamming</c>.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Hamming(int x) => Taper("Hamming", x, t => 0.54 + (0.46 * Math.Cos(Math.PI * t)));

    /// <summary>The Hann window, 0.5 + 0.5 cos(πt) for t from -1 to 1: <c>keras.ops.hanning</c>.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Hanning(int x) => Taper("Hanning", x, t => 0.5 + (0.5 * Math.Cos(Math.PI * t)));

    /// <summary>The Kaiser window, I0(beta sqrt(1 - t²)) / I0(beta) for t from -1 to 1: <c>keras.ops.kaiser</c>.</summary>
    /// <param name="x">The number of points.</param>
    /// <param name="beta">Its shape: 0 is a rectangle, larger is narrower.</param>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Kaiser(int x, double beta) => Taper("Kaiser", x, t => BesselFunctions.I(0, beta * Math.Sqrt(Math.Max(1 - (t * t), 0))) / BesselFunctions.I(0, beta));

    /// <summary>As <see cref="Linspace(Tensor, Tensor, int, bool, DType?, int)"/>, with the distance of neighbours: <c>keras.ops.linspace</c> with <c>retstep</c>.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The last one, or the one after where it is left out.</param>
    /// <param name="step">The distance of neighbours.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether stop is among them.</param>
    /// <param name="dtype">The dtype.</param>
    /// <param name="axis">The new axis.</param>
    public static Tensor Linspace(Tensor start, Tensor stop, out Tensor step, int num = 50, bool endpoint = true, DType? dtype = null, int axis = 0)
    {
        Tensor numbers = Linspace(start, stop, num, endpoint, dtype, axis);
        int steps = endpoint ? num - 1 : num;
        step = steps > 0 ? Divide(Subtract(stop, start), steps) : Multiply(Divide(Subtract(stop, start), 1), double.NaN);
        return numbers;
    }

    /// <summary>base to the power of numbers at equal distances: <c>keras.ops.logspace</c>.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="stop">The last exponent.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether stop is among the exponents.</param>
    /// <param name="base">The base.</param>
    /// <param name="dtype">The dtype.</param>
    /// <param name="axis">The new axis.</param>
    public static Tensor Logspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, double @base = 10, DType? dtype = null, int axis = 0) =>
        Op.Call("logspace", start, stop, (a, b) =>
        {
            Tensor exponents = Linspace(a, b, num, endpoint, axis: axis), powers = Prim.Power(Prim.Scalar(@base, exponents.DType), exponents);
            return Prim.Convert(powers, dtype ?? powers.DType);
        }, num, endpoint, @base, dtype, axis);

    /// <summary>Numbers at equal ratios from start to stop: <c>keras.ops.geomspace</c>.</summary>
    /// <param name="start">The first number, not 0.</param>
    /// <param name="stop">The last number, of the same sign.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether stop is among them.</param>
    /// <param name="dtype">The dtype.</param>
    /// <param name="axis">The new axis.</param>
    public static Tensor Geomspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, DType? dtype = null, int axis = 0) =>
        Op.Call("geomspace", start, stop, (a, b) =>
        {
            (a, b) = (Op.ToFloat(a), Op.ToFloat(b));
            Tensor sign = Prim.Sign(a);
            Tensor exponents = Linspace(Prim.Log(Prim.Multiply(a, sign)), Prim.Log(Prim.Multiply(b, sign)), num, endpoint, axis: axis);
            Tensor signs = ExpandDims(Prim.BroadcastTo(sign, exponents.Shape.Remove(Axes.Normalize(axis, exponents.Rank))), axis);
            Tensor numbers = Prim.Multiply(Prim.Exp(exponents), signs);
            return Prim.Convert(numbers, dtype ?? numbers.DType);
        }, num, endpoint, dtype, axis);

    /// <summary>The integral along an axis by the trapezoidal rule: <c>keras.ops.trapezoid</c>.</summary>
    /// <param name="y">Values.</param>
    /// <param name="x">Where they were taken: a vector along the axis, or of the shape of y; at equal distances when not given.</param>
    /// <param name="dx">The distance where no x is given.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor Trapezoid(Tensor y, Tensor? x = null, double dx = 1, int axis = -1) => Op.CallOptional("trapezoid", [y, x], t =>
    {
        Tensor values = Op.ToFloat(t[0]!);
        int along = Axes.Normalize(axis, values.Rank);
        Tensor sums = Prim.Add(Prim.SliceAxis(values, along, 1), Prim.SliceAxis(values, along, 0, -1));
        if (t[1] is not { } places)
        {
            return Prim.Multiply(Prim.ReduceSum(sums, along), dx / 2);
        }

        Tensor gaps = Prim.Convert(Diff(places, axis: places.Rank == 1 ? 0 : along), values.DType);
        gaps = places.Rank == 1 ? Prim.Reshape(gaps, Kept(sums.Shape, [.. Enumerable.Range(0, sums.Rank).Where(i => i != along)])) : gaps;
        return Prim.Multiply(Prim.ReduceSum(Prim.Multiply(sums, gaps), along), 0.5);
    }, dx, axis);

    /// <summary>Overlapping pieces of the last axis: (..., length) becomes (..., pieces, sequenceLength). <c>keras.ops.extract_sequences</c>.</summary>
    /// <param name="x">A tensor of rank 1 or more.</param>
    /// <param name="sequenceLength">The length of a piece.</param>
    /// <param name="sequenceStride">How far pieces are apart.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length or stride is less than 1.</exception>
    public static Tensor ExtractSequences(Tensor x, int sequenceLength, int sequenceStride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceStride, 1);
        return Op.Call("extract_sequences", AtLeastRank("ExtractSequences", x, 1), t =>
        {
            int last = t.Rank - 1, size = t.Shape[last];
            return size < 0
                ? Op.Unknown(t.Shape[..last].Concat(KerasSharp.Shape.Of(-1, sequenceLength)), t.DType)
                : Prim.Gather(t, FrameIndices(size < sequenceLength ? 0 : 1 + ((size - sequenceLength) / sequenceStride), sequenceLength, sequenceStride), last);
        }, sequenceLength, sequenceStride);
    }

    /// <summary>The places (frames, length) of overlapping frames.</summary>
    internal static Tensor FrameIndices(int frames, int length, int stride) => Prim.Add(
        Prim.Multiply(Prim.Iota(KerasSharp.Shape.Of(frames, 1), 0, DType.Int32), Prim.Scalar(stride, DType.Int32)), Prim.Iota(KerasSharp.Shape.Of(1, length), 1, DType.Int32));

    /// <summary>A symmetric window: a function of t from -1 to 1; a single point is 1.</summary>
    private static Tensor Taper(string name, int points, Func<double, double> window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(points, name);
        return points == 1
            ? Prim.Ones(KerasSharp.Shape.Of(1), DType.Float32)
            : Tensor.From([.. Enumerable.Range(0, points).Select(i => (float)window((2.0 * i / (points - 1)) - 1))], KerasSharp.Shape.Of(points));
    }
}
