using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Counting, ordering by value, correlation.</content>
public static partial class Ops
{
    /// <summary>Where values would stand in a sorted vector, in int32: <c>keras.ops.searchsorted</c>. Integers have no gradient.</summary>
    /// <param name="sortedSequence">A vector in ascending order.</param>
    /// <param name="values">Values of any shape, which the result has too.</param>
    /// <param name="side">"left": before elements equal to a value; "right": after them.</param>
    /// <exception cref="ArgumentException">The side is unknown.</exception>
    /// <exception cref="ShapeException"><paramref name="sortedSequence"/> is no vector.</exception>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Searchsorted(Tensor sortedSequence, Tensor values, string side = "left") => Op.Call("searchsorted", sortedSequence, values, (line, v) =>
    {
        if (line.Rank != 1)
        {
            throw new ShapeException($"Searchsorted: the sequence must be a vector. Received: sortedSequence.Shape={line.Shape}.", nameof(sortedSequence));
        }

        bool right = side switch
        {
            "left" => false,
            "right" => true,
            _ => throw new ArgumentException($"Searchsorted: the side must be 'left' or 'right'. Received: side={side}.", nameof(side)),
        };
        DType dtype = Tensor.CommonType([line, v]);
        return Prim.SearchSorted(Prim.Convert(line, dtype), Prim.Convert(v, dtype), right);
    }, side);

    /// <summary>The number of the bin each element falls into, in int32: bin i reaches from edge i - 1 to edge i, which is left out. <c>keras.ops.digitize</c>.</summary>
    /// <param name="x">Numbers of any shape.</param>
    /// <param name="bins">Edges, ascending.</param>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static Tensor Digitize(Tensor x, Tensor bins) => Searchsorted(bins, x, "right");

    /// <summary>How often each whole number occurs, or the sum of its weights: <c>keras.ops.bincount</c>. Differentiable in the weights.</summary>
    /// <param name="x">Integers that are not negative: a vector, or a matrix whose rows are counted by themselves.</param>
    /// <param name="weights">A weight for each; the result then has their dtype, else int32.</param>
    /// <param name="minlength">The least length of the result.</param>
    /// <exception cref="ArgumentException">There are negative numbers, or no integers.</exception>
    /// <exception cref="NotSupportedException">A compiled function: the length depends on the values. Use <see cref="OneHot"/> and <see cref="Sum"/> there.</exception>
    public static Tensor Bincount(Tensor x, Tensor? weights = null, int minlength = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType.IsFloating() || x.Rank is not (1 or 2))
        {
            throw new ArgumentException($"Bincount: x must be a vector or a matrix of integers. Received: x.Shape={x.Shape}, dtype={x.DType.Name()}.", nameof(x));
        }

        DType dtype = weights?.DType ?? DType.Int32;
        return Op.OfValues(
            "bincount",
            weights is null ? [x] : [x, weights],
            t =>
            {
                (int least, int largest) = Range(t[0]);
                if (least < 0)
                {
                    throw new ArgumentException($"Bincount: numbers must not be negative. Received: {least}.", nameof(x));
                }

                Tensor places = Prim.Convert(t[0], DType.Int32);
                int length = Math.Max(minlength, largest + 1), rows = places.Rank == 1 ? 1 : places.Shape[0];
                if (rows > 1)
                {
                    Tensor starts = Prim.Multiply(Prim.Iota(KerasSharp.Shape.Of(rows, 1), 0, DType.Int32), Prim.Scalar(length, DType.Int32));
                    places = Prim.Add(places, starts);
                }

                (places, int cells) = (Ravel(places), rows * length);
                Tensor sums = t.Length > 1 ? Prim.ScatterAddAxis(Ravel(t[1]), places, 0, KerasSharp.Shape.Of(cells)) : Prim.CountEach(places, cells);
                return [t[0].Rank == 1 ? sums : Prim.Reshape(sums, KerasSharp.Shape.Of(rows, length))];
            },
            t => [Op.Unknown(t[0].Shape.With(t[0].Rank - 1, -1), dtype)],
            "Count in a compiled function with OneHot(x, n) summed over its first axis.", minlength)[0];
    }

    /// <summary>How many elements fall into each of so many bins of equal width, and the edges of the bins: <c>keras.ops.histogram</c>. Counts have no gradient.</summary>
    /// <param name="x">Numbers of any shape.</param>
    /// <param name="bins">The number of bins.</param>
    /// <param name="range">From where to where; the least to the largest element when not given. What lies outside is not counted.</param>
    /// <returns>Counts (bins,) in float32 (float64 of float64), and edges (bins + 1,). The last bin holds its upper edge.</returns>
    /// <exception cref="ArgumentException">There is no bin, or the range runs backwards.</exception>
    [NotDifferentiable("The result is an index or a count, a whole number.")]
    public static (Tensor Counts, Tensor Edges) Histogram(Tensor x, int bins = 10, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (bins < 1 || range is { } r && r.High < r.Low)
        {
            throw new ArgumentException($"Histogram: there must be at least one bin, and the range must ascend. Received: bins={bins}, range={range}.", nameof(bins));
        }

        Tensor[] both = Op.CallMany("histogram", [x], t =>
        {
            Tensor flat = Ravel(Op.ToFloat(t[0]));
            DType dtype = flat.DType;
            Tensor low = range is { } given ? Prim.Scalar(given.Low, dtype) : Prim.ReduceMin(flat, 0), high = range is { } also ? Prim.Scalar(also.High, dtype) : Prim.ReduceMax(flat, 0);
            Tensor point = Prim.Equal(low, high);
            low = Prim.Select(point, Prim.Subtract(low, 0.5), low);
            high = Prim.Select(point, Prim.Add(high, 0.5), high);
            Tensor edges = Linspace(low, high, bins + 1);
            Tensor bin = Prim.Subtract(Searchsorted(edges, flat, "right"), Prim.Scalar(1, DType.Int32));
            bin = Prim.Minimum(Prim.Maximum(bin, Prim.Scalar(0, DType.Int32)), Prim.Scalar(bins - 1, DType.Int32)); // the last one holds its upper edge
            Tensor inside = Prim.LogicalAnd(Prim.GreaterEqual(flat, low), Prim.LessEqual(flat, high));
            return [Prim.ScatterAddAxis(Prim.Convert(inside, dtype), bin, 0, KerasSharp.Shape.Of(bins)), edges];
        });
        return (both[0], both[1]);
    }

    /// <summary>Whether each element of x1 is among those of x2: <c>keras.ops.isin</c>.</summary>
    /// <param name="x1">What is looked for.</param>
    /// <param name="x2">Where it is looked for.</param>
    /// <param name="assumeUnique">Whether both hold each value once; it changes nothing here.</param>
    /// <param name="invert">Whether to say what is not among them.</param>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isin(Tensor x1, Tensor x2, bool assumeUnique = false, bool invert = false) => Op.Call("isin", x1, x2, (x, y) =>
    {
        _ = assumeUnique;
        DType dtype = Tensor.CommonType([x, y]);
        (x, y) = (Prim.Convert(x, dtype), Prim.Sort(Ravel(Prim.Convert(y, dtype)), 0));
        Tensor found = y.Shape[0] == 0
            ? Prim.BroadcastTo(Prim.Scalar(0, DType.Bool), x.Shape)
            : Prim.Equal(Prim.Gather(y, Prim.Minimum(Searchsorted(y, x), Prim.Scalar(y.Shape[0] - 1, DType.Int32)), 0), x);
        return invert ? Prim.LogicalNot(found) : found;
    }, assumeUnique, invert);

    /// <summary>Correlation coefficients of variables given in rows: <c>keras.ops.corrcoef</c>.</summary>
    /// <param name="x">A matrix (variables, observations); a vector is one variable, whose result is a scalar.</param>
    public static Tensor Corrcoef(Tensor x) => Op.Float("corrcoef", x, t =>
    {
        Tensor rows = t.Rank < 2 ? Prim.Reshape(t, KerasSharp.Shape.Of(1, -1)) : t;
        Tensor centred = Prim.Subtract(rows, Mean(rows, 1, keepdims: true));
        Tensor products = Prim.DotGeneral(centred, centred, [], [], [1], [1]);
        Tensor norm = Prim.Sqrt(Prim.ReduceSum(Prim.Square(centred), 1));
        (Tensor column, Tensor row) = (ExpandDims(norm, 1), ExpandDims(norm, 0));
        Tensor result = Prim.Minimum(Prim.Maximum(Prim.Divide(Prim.Divide(products, column), row), -1), 1);
        return t.Rank < 2 ? Prim.Reshape(result, KerasSharp.Shape.Of()) : result;
    });

    /// <summary>Sliding sums of products of two vectors: <c>keras.ops.correlate</c>.</summary>
    /// <param name="x1">A vector.</param>
    /// <param name="x2">A vector.</param>
    /// <param name="mode">"valid": where both overlap fully; "same": as many as the longer has elements; "full": wherever they overlap.</param>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    /// <exception cref="ShapeException">An argument is no vector, or empty.</exception>
    public static Tensor Correlate(Tensor x1, Tensor x2, string mode = "valid") => Op.Binary("correlate", x1, x2, (a, v) =>
    {
        if (a.Rank != 1 || v.Rank != 1 || a.Shape[0] == 0 || v.Shape[0] == 0)
        {
            throw new ShapeException($"Correlate: both arguments must be vectors with elements. Received: x1.Shape={a.Shape}, x2.Shape={v.Shape}.");
        }

        if (a.Shape[0] < v.Shape[0] && a.Shape[0] >= 0)
        {
            return Prim.Reverse(Correlate(v, a, mode), 0); // the shorter one slides
        }

        int taps = v.Shape[0];
        (int low, int high) = mode switch
        {
            "valid" => (0, 0),
            "same" => (taps / 2, taps - 1 - (taps / 2)),
            "full" => (taps - 1, taps - 1),
            _ => throw new ArgumentException($"Correlate: the mode must be 'valid', 'same' or 'full'. Received: mode={mode}.", nameof(mode)),
        };
        Tensor padded = Prim.Pad(a, [low], [high]);
        var geometry = new ConvolutionGeometry(new IntList([1]), new IntList([0]), new IntList([0]), new IntList([1]), 1);
        return Ravel(Prim.Convolution(Prim.Reshape(padded, KerasSharp.Shape.Of(1, -1, 1)), Prim.Reshape(v, KerasSharp.Shape.Of(taps, 1, 1)), geometry));
    }, floating: true, mode);
}
