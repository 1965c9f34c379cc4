namespace KerasSharp.Tests.Operations;

/// <summary>What a caller may do wrong, and what the error says: what must hold, and what was received.</summary>
public sealed class OpMisuseTests
{
    private static readonly Tensor M = Ops.Zeros([3, 4]), V = Ops.Zeros([5]), C = Ops.Zeros([2, 3, 4]), I = Ops.Zeros([3], DType.Int32);

    private static readonly Dictionary<string, (Func<object?> Call, string[] Parts)> Table = new(StringComparer.Ordinal)
    {
        ["Add: shapes"] = (() => Ops.Add(M, V), ["(3, 4)", "(5,)", "broadcast"]),
        ["MatMul: sizes"] = (() => Ops.MatMul(M, M), ["(3, 4)"]),
        ["MatMul: scalar"] = (() => Ops.MatMul(M, 2), ["at least one axis", "x2.Shape=()"]),
        ["Sum: axis"] = (() => Ops.Sum(M, 2), ["range [-2, 2)", "axis=2"]),
        ["Sum: axis twice"] = (() => Ops.Sum(M, [0, -2]), ["named twice"]),
        ["Squeeze"] = (() => Ops.Squeeze(M, 0), ["size 1", "(3, 4)"]),
        ["Split"] = (() => Ops.Split(M, 2), ["does not divide", "size 3"]),
        ["ArraySplit"] = (() => Ops.ArraySplit(M, 0), ["at least one part", "indicesOrSections=0"]),
        ["Rot90"] = (() => Ops.Rot90(M, 1, [0, 0]), ["two different", "axes=(0, 0)"]),
        ["Fliplr"] = (() => Ops.Fliplr(V), ["at least 2 axes", "(5,)"]),
        ["Diag"] = (() => Ops.Diag(C), ["vector or a matrix", "(2, 3, 4)", "Diagonal"]),
        ["Diagonal"] = (() => Ops.Diagonal(M, 0, 1, 1), ["must differ", "axis1=1"]),
        ["Vander"] = (() => Ops.Vander(M), ["a vector", "(3, 4)"]),
        ["Meshgrid"] = (() => Ops.Meshgrid([V], "yx"), ["'xy' or 'ij'", "yx"]),
        ["Diff"] = (() => Ops.Diff(V, -1), ["n"]),
        ["Rearrange: names"] = (() => Ops.Rearrange(M, "a b -> a c"), ["same axes", "a b -> a c"]),
        ["Rearrange: sizes"] = (() => Ops.Rearrange(M, "(a b) c -> a b c"), ["do not follow", "size 3", "(\"a\", size)"]),
        ["Rearrange: arrow"] = (() => Ops.Rearrange(M, "a b"), ["'->'"]),
        ["Rearrange: parenthesis"] = (() => Ops.Rearrange(M, "(a b -> a b"), ["not closed"]),
        ["Einsum"] = (() => Ops.Einsum("ij,jk->ik", M), ["one term for each operand"]),
        ["Tensordot"] = (() => Ops.Tensordot(M, M, [[0], [0, 1]]), ["two lists of the same length", "[0] and [0, 1]"]),
        ["Pad: pairs"] = (() => Ops.Pad(C, [(1, 1), (0, 0)]), ["3 axes", "padWidth of 2"]),
        ["Pad: mode"] = (() => Ops.Pad(V, [(1, 1)], "around"), ["'reflect'", "mode=around"]),
        ["Searchsorted: side"] = (() => Ops.Searchsorted(V, M, "middle"), ["'left' or 'right'", "side=middle"]),
        ["Searchsorted: rank"] = (() => Ops.Searchsorted(M, V), ["a vector", "(3, 4)"]),
        ["Bincount: floats"] = (() => Ops.Bincount(V), ["integers", "float32"]),
        ["Bincount: negative"] = (() => Ops.Bincount(new[] { -1 }), ["negative", "-1"]),
        ["Histogram"] = (() => Ops.Histogram(V, 0), ["at least one bin", "bins=0"]),
        ["Correlate"] = (() => Ops.Correlate(V, V, "half"), ["'valid', 'same' or 'full'", "mode=half"]),
        ["Quantile: method"] = (() => Ops.Quantile(V, 0.5, method: "best"), ["'linear'", "method=best"]),
        ["Quantile: q"] = (() => Ops.Quantile(V, M), ["number or a vector", "(3, 4)"]),
        ["Gcd"] = (() => Ops.Gcd(V, V), ["integers", "float32", "Cast"]),
        ["Select"] = (() => Ops.Select([], []), ["at least one", "0 conditions"]),
        ["Argpartition"] = (() => Ops.Argpartition(V, 5), ["size 5", "kth=5"]),
        ["ScatterUpdate"] = (() => Ops.ScatterUpdate(V, new[,] { { 0 } }, new float[] { 1 }, "sub"), ["'add'", "reduction=sub"]),
        ["SegmentSum"] = (() => Ops.SegmentSum(M, V), ["vector of integers", "(3, 4)"]),
        ["Cross"] = (() => Ops.Cross(V, V), ["2 or 3 elements", "(5,)"]),
        ["Norm: axes"] = (() => Ops.Norm(C, 2), ["one axis", "(2, 3, 4)", "Name the axes"]),
        ["Norm: matrix"] = (() => Ops.Norm(M, 3), ["'fro', 'nuc'", "ord=3"]),
        ["Norm: name"] = (() => (NormOrder)"frob", ["'fro'", "frob"]),
        ["MatrixPower"] = (() => Ops.MatrixPower(M, 2), ["square", "(3, 4)"]),
        ["Eig"] = (() => Ops.Eig(M), ["square", "(3, 4)"]),
        ["Qr"] = (() => Ops.Qr(M, "raw"), ["\"reduced\"", "raw"]),
        ["Fft"] = (() => Ops.Fft((M, V)), ["one shape", "(3, 4) and (5,)"]),
        ["Rfft"] = (() => Ops.Rfft(V, 0), ["fftLength"]),
        ["Stft: window"] = (() => Ops.Stft(V, 4, 2, 4, "triangle"), ["'hann', 'hamming'", "triangle"]),
        ["Stft: lengths"] = (() => Ops.Stft(V, 8, 2, 4), ["at least as long", "sequenceLength=8", "fftLength=4"]),
        ["ViewAsComplex"] = (() => Ops.ViewAsComplex(M), ["size 2", "(3, 4)"]),
        ["View"] = (() => Ops.View(V, DType.Float64), ["8 bytes", "float32(5,)"]),
        ["Unfold"] = (() => Ops.Unfold(M, 2), ["four axes", "(3, 4)"]),
        ["Fold"] = (() => Ops.Fold(C, 4, 2), ["channels * 4", "(2, 3, 4)"]),
        ["Conv: padding"] = (() => Ops.Conv(Ops.Zeros([1, 4, 4, 2]), Ops.Zeros([2, 2, 2, 3]), padding: "full"), ["'valid' or 'same'", "full"]),
        ["CtcLoss"] = (() => Ops.CtcLoss(M, M, I, I), ["(batch, time, classes)", "(3, 4)"]),
        ["CtcDecode"] = (() => Ops.CtcDecode(C, I, "best"), ["'greedy' or 'beam_search'", "strategy=best"]),
        ["DotProductAttention"] = (() => Ops.DotProductAttention(C, C, C), ["four axes", "(2, 3, 4)"]),
        ["CategoricalCrossentropy"] = (() => Ops.CategoricalCrossentropy(M, C), ["same shape", "(3, 4)", "(2, 3, 4)"]),
        ["Resize: interpolation"] = (() => Ops.Image.Resize(C, 2, "cubist"), ["'nearest'", "cubist"]),
        ["Resize: rank"] = (() => Ops.Image.Resize(V, 2), ["3 axes (one image) or 4", "(5,)"]),
        ["Resize: both"] = (() => Ops.Image.Resize(C, 2, cropToAspectRatio: true, padToAspectRatio: true), ["only one", "padToAspectRatio=True"]),
        ["RgbToHsv"] = (() => Ops.Image.RgbToHsv(Ops.Zeros([2, 2, 3], DType.UInt8)), ["floating point", "uint8", "divide by 255"]),
        ["RgbToGrayscale"] = (() => Ops.Image.RgbToGrayscale(C), ["three channels", "(1, 2, 3, 4)"]),
        ["CropImages"] = (() => Ops.Image.CropImages(C, topCropping: 1), ["exactly two", "topCropping=1"]),
        ["PadImages"] = (() => Ops.Image.PadImages(C, 1, 1, targetHeight: 2, targetWidth: 9), ["must not be negative", "height 2"]),
        ["MapCoordinates"] = (() => Ops.Image.MapCoordinates(M, Ops.Zeros([3, 2]), 1), ["each of the 2 axes", "(3, 2)"]),
        ["MapCoordinates: order"] = (() => Ops.Image.MapCoordinates(M, Ops.Zeros([2, 2]), 3), ["0 or 1", "order=3"]),
        ["AffineTransform"] = (() => Ops.Image.AffineTransform(C, V), ["8 coefficients", "(1, 5)"]),
        ["ReconstructPatches"] = (() => Ops.Image.ReconstructPatches(C, 2, strides: 1), ["must not overlap", "strides=1"]),
        ["Switch"] = (() => Ops.Switch(0, System.Array.Empty<Func<Tensor[], Tensor>>()), ["at least one branch"]),
        ["Scan"] = (() => Ops.Scan((c, x) => (c, x), V, Ops.Zeros([0, 5])), ["at least one", "(0, 5)"]),
        ["AssociativeScan"] = (() => Ops.AssociativeScan((a, b) => a, [V, M]), ["one known size", "(5,), (3, 4)"]),
        ["Jvp"] = (() => Ops.Jvp(x => x, V, M), ["tangent of the same shape", "(5,) and (3, 4)"]),
        ["Vectorize"] = (() => Ops.Vectorize(x => x[0], signature: "(n)->()")([V, V]), ["term for each argument", "2 arguments"]),
        ["CustomGradient"] = (() => SlopeOf(Ops.CustomGradient(new Func<Tensor[], (Tensor, Func<Tensor, Tensor?[]>)>(t => (t[0], _ => [])))), ["each of the 1 arguments", "Received: 0"]),
        ["Nonzero: compiled"] = (() => Function.Compile((Tensor[] t) => Ops.Nonzero(t[0])).Call(V), ["depends on the values", "Run it eagerly"]),
        ["Unique: compiled"] = (() => Function.Compile((Tensor[] t) => [Ops.Unique(t[0])]).Call(V), ["depends on the values", "size"]),
        ["SegmentSum: compiled"] = (() => Function.Compile((Tensor[] t) => [Ops.SegmentSum(t[0], t[1])]).Call(M, I), ["depends on the values", "numSegments"]),
        ["Eig: gradient"] = (() => SlopeOf(t => Ops.Eig(Ops.Reshape(t[0][..4], [2, 2])).Values.Real), ["'eig' is not defined", "StopGradient"]),
        ["Uniform"] = (() => Keras.Random.Uniform([2], dtype: DType.Int32), ["floating", "int32", "Randint"]),
        ["Randint"] = (() => Keras.Random.Randint([2], 3, 3), ["above minval", "maxval=3"]),
        ["Categorical"] = (() => Keras.Random.Categorical(V, 2), ["(batch, classes)", "(5,)"]),
        ["Dropout"] = (() => Keras.Random.Dropout(V, 1), ["less than 1", "rate=1"]),
        ["Seed"] = (() => (Seed)(-1), ["0 or more", "seed=-1"]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Misuse_AnyOp_SaysWhatMustHoldAndWhatWasReceived(string name)
    {
        (Func<object?> call, string[] parts) = Table[name];
        Exception error = Assert.ThrowsAny<Exception>(() => { _ = call(); });
        Assert.True(error is ArgumentException or NotSupportedException or InvalidOperationException, $"{name}: {error.GetType().Name}: {error.Message}");
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Tensor SlopeOf(Func<Tensor[], Tensor> function)
    {
        using var tape = new GradientTape();
        tape.Watch(V);
        return tape.Gradient(function([V]), V);
    }
}
