using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>The table of primitives. To add one, add a row.</summary>
public sealed class PrimitiveTests
{
    private static readonly PrimitiveRow[] Rows =
    [
        .. ElementwiseRows(),
        .. LinearAlgebraRows.All(),
        Of("select", t => Prim.Select(Prim.Greater(t[0], t[1]), t[0], t[1]), Random(1, 3, 4), Random(2, 3, 4)),
        Of("slice", t => Prim.SliceAxis(t[0], 1, 1, 4, 2), Random(1, 3, 5)),
        Of("slice from the end", t => Prim.SliceAxis(t[0], 0, -2), Random(1, 3, 5)),
        Of("pad", t => Prim.Pad(t[0], [1, 0], [0, 2], 3, [1, 2]), Random(1, 3, 2)),
        Of("reverse", t => Prim.Reverse(t[0], 0, 2), Random(1, 2, 3, 2)),
        Of("concatenate", t => Prim.Concatenate(1, t[0], t[1]), Random(1, 2, 3), Random(2, 2, 1)),
        Of("transpose", t => Prim.Transpose(t[0], 2, 0, 1), Random(1, 2, 3, 4)),
        Of("reshape", t => Prim.Reshape(t[0], Shape.Of(-1, 2)), Random(1, 4, 3)),
        Of("broadcast", t => Prim.BroadcastTo(t[0], Shape.Of(2, 4, 3)), Random(1, 4, 1)) with { AnyBatch = false },
        Of("dynamic slice", t => Prim.DynamicSlice(t[0], t[1], [2, 2]), Random(1, 3, 4), Ints(1, 9)) with { AnyBatch = false },
        Of("dynamic update", t => Prim.DynamicUpdateSlice(t[0], t[1], t[2]), Random(1, 3, 4), Random(2, 2, 2), Ints(1, 1)) with { AnyBatch = false },
        Of("reduce sum", t => Prim.ReduceSum(t[0], 0, 2), Random(1, 2, 3, 4)),
        Of("reduce max", t => Prim.ReduceMax(t[0], 1), Random(1, 3, 5)),
        Of("reduce min", t => Prim.ReduceMin(t[0]), Random(1, 3, 5)),
        Of("reduce prod", t => Prim.ReduceProd(t[0], 0, 2), Random(1, 2, 3, 3)),
        Of("reduce prod of zeros", t => Prim.ReduceProd(t[0], 1), Tensor.From((double[])[0, 2, 3, 0, 5, 0], Shape.Of(2, 3))),
        Of("cumsum", t => Prim.CumulativeSum(t[0], 1), Random(1, 2, 4)),
        Of("cumsum reversed", t => Prim.CumulativeSum(t[0], 0, true), Random(1, 3, 4)),
        Of("cumprod", t => Prim.CumulativeProd(t[0], 1), Random(1, 2, 4)),
        Of("cumprod reversed, of zeros", t => Prim.CumulativeProd(t[0], 0, true), Tensor.From((double[])[1, 0, 3, 0, 5], Shape.Of(5))),
        Of("cummax", t => Prim.CumulativeMax(t[0], 1), Random(1, 2, 6)),
        Of("cummin reversed", t => Prim.CumulativeMin(t[0], 1, true), Random(1, 2, 6)),
        Of("linear recurrence", t => Prim.LinearRecurrence(t[0], t[1], 1), Random(1, 2, 5), Random(2, 2, 5)),
        Of("linear recurrence reversed", t => Prim.LinearRecurrence(t[0], t[1], 0, true), Random(1, 4, 2), Random(2, 4, 2)),
        Of("argmax", t => Prim.ArgMax(t[0], 1), Random(1, 3, 4)) with { Smooth = 0 },
        Of("dot", t => Prim.DotGeneral(t[0], t[1], [0], [2], [2, 1], [0, 1]), Random(1, 2, 3, 4), Random(2, 4, 3, 2, 5)) with { AnyBatch = false },
        Of("mix axis", t => Prim.MixAxis(t[0], 1, new AxisMixture(4, [[(0, 0.5), (3, -2)], [], [(1, 1), (2, 0.25), (0, 3)]])), Random(1, 2, 4, 3)),
        Of("take along axis", t => Prim.TakeAlongAxis(t[0], t[1], 1), Random(1, 2, 4), Tensor.From((int[])[3, 0, 0, 1, 1, 9], Shape.Of(2, 3))),
        Of("gather", t => Prim.Gather(t[0], t[1], 1), Random(1, 2, 4, 2), Tensor.From((int[])[3, 0, 0, 1], Shape.Of(2, 2))),
        Of("gather by vectors", t => Prim.GatherNd(t[0], t[1]), Random(1, 3, 4, 2), Tensor.From((int[])[2, 0, 1, 3, 2, 0], Shape.Of(3, 2))),
        Of("scatter set", t => Prim.Scatter(t[0], t[1], t[2], ScatterKind.Set), Random(1, 4, 2), Ints(2, 0).Column(), Random(2, 2, 2)) with { AnyBatch = false },
        Of("scatter add", t => Prim.Scatter(t[0], t[1], t[2], ScatterKind.Add), Random(1, 4, 2), Ints(2, 2).Column(), Random(2, 2, 2)) with { AnyBatch = false },
        Of("scatter multiply", t => Prim.Scatter(t[0], t[1], t[2], ScatterKind.Multiply), Random(1, 4, 2), Ints(2, 0).Column(), Random(2, 2, 2)) with { AnyBatch = false },
        Of("scatter max", t => Prim.Scatter(t[0], t[1], t[2], ScatterKind.Max), Random(1, 4, 2), Ints(2, 2).Column(), Random(2, 2, 2)) with { AnyBatch = false },
        Of("scatter multiply, places named twice, zeros", t => Prim.Scatter(t[0], t[1], t[2], ScatterKind.Multiply), Random(1, 3), Ints(2, 0, 2, 0).Column(), Tensor.From((double[])[2, 0, 3, 4], Shape.Of(4)))
            with { AnyBatch = false, Smooth = 1 },
        Of("gcd", t => Prim.GreatestCommonDivisor(t[0], t[1]), Ints(12, -18, 0, 7), Ints(-8, 27, 3, 0)) with { Smooth = 0 },
        Of("gammainc", t => Prim.GammaInc(t[0], t[1]), Uniform(1, 0.5, 4, 3, 4), Uniform(2, 0.2, 5, 3, 4)) with { Smooth = 1 },
        Of("bitcast to a smaller dtype", t => Prim.BitCast(t[0], DType.Int16), Random(1, 3, 2)) with { Smooth = 0 },
        Of("custom gradient", t => Dispatch.Bind1(new WithGradient(g => [Prim.Multiply(g, Prim.Cos(t[0]))]), Prim.Sin(t[0]), t[0]), Random(1, 3)),
        new("ctc beam search", t => Dispatch.Bind(new CtcBeamSearch(3, 2, 0), t[0], t[1]), Random(1, 2, 5, 3), Ints(5, 3)) { Smooth = 0, AnyBatch = false },
        Of("sort", t => Prim.Sort(t[0], 0), Random(1, 5, 2)),
        new("top k", t => Prim.TopK(t[0], 2) is var (values, indices) ? [values, indices] : [], Random(1, 2, 5)),
        Of("search sorted", t => Prim.SearchSorted(t[0], t[1], true), Tensor.From((double[])[-1, 0, 0, 2], Shape.Of(4)), Random(1, 3, 2)) with { Smooth = 0, AnyBatch = false },
        Of("count each", t => Prim.CountEach(t[0], 4), Ints(3, 0, 3, 1)) with { Smooth = 0 },
        Of("log sum exp", t => Prim.LogSumExp(t[0], 1, 2), Random(1, 2, 3, 4)),
        .. from kind in Enum.GetValues<PadKind>() select Of($"pad border: {kind}", t => Prim.PadBorder(t[0], kind, [0, 5, 1], [2, 0, 3]), Random(1, 2, 3, 2)) with { AnyBatch = false },
        Of("convolution", t => Prim.Convolution(t[0], t[1], Geometry([2, 1], [1, 0], [0, 1], [1, 2], 2)), Random(1, 2, 5, 4, 4), Random(2, 3, 2, 2, 6)) with { AnyBatch = false },
        Of("window max", t => Prim.WindowMax(t[0], Window(1)), Random(1, 2, 5, 3)),
        Of("window sum", t => Prim.WindowSum(t[0], Window(1)), Random(1, 2, 5, 3)),
        Of("softmax", t => Prim.Softmax(t[0]), Random(1, 3, 5)),
        Of("log softmax", t => Prim.LogSoftmax(t[0]), Random(1, 3, 5)),
        Of("layer norm", t => Prim.LayerNorm(t[0], t[1], t[2], 1e-3), Random(1, 3, 5), Random(2, 5), Random(3, 5)) with { AnyBatch = false },
        new("batch norm", t => Prim.BatchNormTraining(t[0], t[1], t[2], 1e-3) is var (y, mean, variance) ? [y, mean, variance] : [], Random(1, 4, 3, 2), Random(2, 2), Random(3, 2))
            { AnyBatch = false },
        new("moments", t => Prim.Moments(t[0], 0, 2) is var (mean, variance) ? [mean, variance] : [], Random(1, 3, 2, 2)),
        Of("sparse cross-entropy", t => Prim.SparseSoftmaxCrossEntropy(t[0], t[1]), Random(1, 3, 4), Ints(2, 0, 3)),
        Of("attention", t => Prim.ScaledDotProductAttention(t[0], t[1], t[2], 0.5, causal: true), Random(1, 2, 3, 2, 4), Random(2, 2, 3, 2, 4), Random(3, 2, 3, 2, 4)),
    ];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_AnyPrimitive_EqualsEager(string name) => Row(name).CompiledEqualsEager();

    [Theory]
    [MemberData(nameof(Names))]
    public void Infer_AnyPrimitive_TellsTheEagerShape(string name) => Row(name).SymbolicShapeEqualsEagerShape();

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_SmoothPrimitive_MatchesDifferencesToSecondOrder(string name) => Row(name).GradientsMatchDifferences();

    internal static Tensor Random(int seed, params int[] shape) => Uniform(seed, -1, 1, shape);

    internal static Tensor Uniform(int seed, double low, double high, params int[] shape)
    {
        var random = new Random(seed);
        int count = shape.Aggregate(1, (a, b) => a * b);
        return Tensor.From(Enumerable.Range(0, count).Select(_ => low + (random.NextDouble() * (high - low))).ToArray(), Shape.Of(shape));
    }

    private static PrimitiveRow Row(string name) => Array.Find(Rows, row => row.Name == name)!;

    private static PrimitiveRow Of(string name, Func<Tensor[], Tensor> apply, params Tensor[] inputs) => new(name, t => [apply(t)], inputs);

    private static Tensor Ints(params int[] values) => Tensor.From(values, Shape.Of(values.Length));

    private static ConvolutionGeometry Geometry(int[] strides, int[] low, int[] high, int[] dilation, int groups) =>
        new(new IntList(strides), new IntList(low), new IntList(high), new IntList(dilation), groups);

    private static WindowGeometry Window(int pad) => new(new IntList(1, 3, 2), new IntList(1, 2, 1), new IntList(0, pad, 0), new IntList(0, pad, 1));

    private static IEnumerable<PrimitiveRow> ElementwiseRows()
    {
        (string Name, Func<Tensor, Tensor> Apply, double Low, double High)[] unary =
        [
            ("negate", Prim.Negate, -2, 2), ("abs", Prim.Abs, 0.1, 2), ("square", Prim.Square, -2, 2), ("sqrt", Prim.Sqrt, 0.1, 2), ("rsqrt", Prim.Rsqrt, 0.2, 2),
            ("exp", Prim.Exp, -2, 2), ("log", Prim.Log, 0.1, 3), ("log1p", Prim.Log1p, -0.5, 3), ("expm1", Prim.Expm1, -2, 2), ("sin", Prim.Sin, -3, 3),
            ("cos", Prim.Cos, -3, 3), ("tan", Prim.Tan, -1, 1), ("asin", Prim.Asin, -0.8, 0.8), ("acos", Prim.Acos, -0.8, 0.8), ("atan", Prim.Atan, -2, 2),
            ("sinh", Prim.Sinh, -2, 2), ("cosh", Prim.Cosh, -2, 2), ("tanh", Prim.Tanh, -2, 2), ("asinh", Prim.Asinh, -2, 2), ("acosh", Prim.Acosh, 1.2, 3),
            ("atanh", Prim.Atanh, -0.8, 0.8), ("sigmoid", Prim.Sigmoid, -3, 3), ("erf", Prim.Erf, -2, 2), ("erfinv", Prim.ErfInv, -0.8, 0.8),
            ("bessel i0", x => Prim.BesselI(x, 0), -2, 2), ("bessel i3", x => Prim.BesselI(x, 3), 20, 40), ("lgamma", Prim.Lgamma, 0.5, 4), ("digamma", Prim.Digamma, 0.5, 4), ("relu", Prim.Relu, 0.1, 2),
        ];
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] binary =
        [
            ("add", Prim.Add), ("subtract", Prim.Subtract), ("multiply", Prim.Multiply), ("divide", Prim.Divide), ("maximum", Prim.Maximum), ("minimum", Prim.Minimum),
            ("power", Prim.Power), ("atan2", Prim.Atan2), ("remainder", Prim.Remainder), ("floor mod", Prim.FloorMod),
        ];
        return unary.Select(u => Of(u.Name, t => u.Apply(t[0]), Uniform(3, u.Low, u.High, 3, 7)))
            .Concat(binary.Select(b => Of(b.Name, t => b.Apply(t[0], t[1]), Uniform(4, 0.5, 2, 3, 1, 4), Uniform(5, 0.5, 2, 2, 1)) with { AnyBatch = false }))
            .Concat(
            [
                Of("floor", t => Prim.Floor(t[0]), Random(1, 5)) with { Smooth = 1 }, Of("round", t => Prim.Round(t[0]), Random(1, 5)) with { Smooth = 1 },
                Of("sign", t => Prim.Sign(t[0]), Random(1, 5)) with { Smooth = 1 }, Of("floor divide", t => Prim.FloorDivide(t[0], t[1]), Uniform(1, 1, 9, 5), Uniform(2, 1, 3, 5)) with { Smooth = 1 },
                Of("comparisons", t => Prim.LogicalOr(Prim.Less(t[0], t[1]), Prim.Equal(t[0], t[1])), Random(1, 5), Random(2, 5)) with { Smooth = 0 },
            ]);
    }
}

/// <summary>Shorthand of the table.</summary>
internal static class RowExtensions
{
    public static Tensor Column(this Tensor vector) => Prim.Reshape(vector, Shape.Of((int)vector.Count, 1));
}
