using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>New tensors. The dtype is float32 unless another is asked for.</content>
public static partial class Ops
{
    /// <summary>Zeros.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Zeros(Shape shape, DType? dtype = null) => Prim.Zeros(shape, dtype ?? DType.Float32);

    /// <summary>Ones.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Ones(Shape shape, DType? dtype = null) => Prim.Ones(shape, dtype ?? DType.Float32);

    /// <summary>A tensor filled with one number.</summary>
    public static Tensor Full(Shape shape, Tensor fillValue, DType? dtype = null) =>
        Op.Call("full", fillValue, t => Prim.BroadcastTo(Prim.Convert(t, dtype ?? DType.Float32), shape), shape, dtype);

    /// <summary>Zeros of the shape and dtype of x.</summary>
    [NotDifferentiable("The result does not depend on the elements.")]
    public static Tensor ZerosLike(Tensor x, DType? dtype = null) => Op.Call("zeros_like", x, t => Prim.Zeros(t.Shape, dtype ?? t.DType), dtype);

    /// <summary>Ones of the shape and dtype of x.</summary>
    [NotDifferentiable("The result does not depend on the elements.")]
    public static Tensor OnesLike(Tensor x, DType? dtype = null) => Op.Call("ones_like", x, t => Prim.Ones(t.Shape, dtype ?? t.DType), dtype);

    /// <summary>A tensor of the shape and dtype of x filled with one number.</summary>
    public static Tensor FullLike(Tensor x, Tensor fillValue, DType? dtype = null) =>
        Op.Call("full_like", x, fillValue, (t, value) => Prim.BroadcastTo(Prim.Convert(value, dtype ?? t.DType), t.Shape), dtype);

    /// <summary>Zeros, as there is no memory with arbitrary content.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Empty(Shape shape, DType? dtype = null) => Zeros(shape, dtype);

    /// <summary>Zeros of the shape and dtype of x.</summary>
    [NotDifferentiable("The result does not depend on the elements.")]
    public static Tensor EmptyLike(Tensor x, DType? dtype = null) => ZerosLike(x, dtype);

    /// <summary>The whole numbers from 0 up to <paramref name="stop"/>, which is left out, in int32.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Arange(int stop, DType? dtype = null) => Arange(0, stop, 1, dtype ?? DType.Int32);

    /// <summary>The numbers start, start + step, ... before <paramref name="stop"/>: int32 where all three are whole, else float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is 0.</exception>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Arange(double start, double stop, double step = 1, DType? dtype = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        bool whole = double.IsInteger(start) && double.IsInteger(stop) && double.IsInteger(step);
        DType target = dtype ?? (whole ? DType.Int32 : DType.Float32);
        int count = (int)Math.Max(0, Math.Ceiling((stop - start) / step));
        Tensor index = Prim.Iota(KerasSharp.Shape.Of(count), 0, whole ? DType.Int64 : DType.Float64);
        return Prim.Convert(Prim.Add(Prim.Multiply(index, step), start), target);
    }

    /// <summary><paramref name="num"/> numbers at equal distances from start to stop, which is included if <paramref name="endpoint"/>. Along a new axis.</summary>
    public static Tensor Linspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, DType? dtype = null, int axis = 0) =>
        Op.Call("linspace", start, stop, (a, b) =>
        {
            DType target = dtype ?? Tensor.CommonType([a, b], floating: true), wide = target == DType.Float64 ? target : DType.Float32;
            (a, b) = (Prim.Convert(a, wide), Prim.Convert(b, wide));
            Tensor gap = Prim.Subtract(b, a);
            int at = Axes.Normalize(axis, gap.Rank + 1), steps = endpoint ? num - 1 : num;
            Tensor fraction = Prim.Divide(Prim.Iota(Kept(gap.Shape.Insert(at, num), [.. Enumerable.Range(0, gap.Rank + 1).Where(i => i != at)]), at, wide), Math.Max(steps, 1));
            Tensor spread = Prim.Multiply(Prim.Reshape(gap, gap.Shape.Insert(at, 1)), fraction);
            Tensor origin = Prim.Reshape(Prim.BroadcastTo(a, gap.Shape), gap.Shape.Insert(at, 1));
            return Prim.Convert(Prim.Add(spread, origin), target);
        }, num, endpoint, false, dtype, axis);

    /// <summary>Ones on diagonal <paramref name="k"/> of an N x M matrix of zeros.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Eye(int n, int? m = null, int k = 0, DType? dtype = null) =>
        Prim.Convert(Prim.Equal(DiagonalIndex(KerasSharp.Shape.Of(n, m ?? n)), Prim.Scalar(k, DType.Int32)), dtype ?? DType.Float32);

    /// <summary>The identity matrix.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Identity(int n, DType? dtype = null) => Eye(n, dtype: dtype);

    /// <summary>Ones on and below diagonal <paramref name="k"/> of an N x M matrix of zeros.</summary>
    [NotDifferentiable("It takes no tensor.")]
    public static Tensor Tri(int n, int? m = null, int k = 0, DType? dtype = null) =>
        Prim.Convert(Prim.LessEqual(DiagonalIndex(KerasSharp.Shape.Of(n, m ?? n)), Prim.Scalar(k, DType.Int32)), dtype ?? DType.Float32);

    /// <summary>Matrices with zeros above diagonal <paramref name="k"/>.</summary>
    public static Tensor Tril(Tensor x, int k = 0) => Op.Call("tril", x, t =>
        Prim.Select(Prim.LessEqual(DiagonalIndex(t.Shape[^2..]), Prim.Scalar(k, DType.Int32)), t, Prim.Scalar(0, t.DType)), k);

    /// <summary>Matrices with zeros below diagonal <paramref name="k"/>.</summary>
    public static Tensor Triu(Tensor x, int k = 0) => Op.Call("triu", x, t =>
        Prim.Select(Prim.GreaterEqual(DiagonalIndex(t.Shape[^2..]), Prim.Scalar(k, DType.Int32)), t, Prim.Scalar(0, t.DType)), k);

    /// <summary>A tensor from C# data, in a dtype if one is given.</summary>
    public static Tensor ConvertToTensor(Tensor x, DType? dtype = null) => dtype is { } target ? Cast(x, target) : x;

    /// <summary>A tensor from C# data, in a dtype if one is given.</summary>
    public static Tensor Array(Tensor x, DType? dtype = null) => ConvertToTensor(x, dtype);

    /// <summary>x itself: tensors do not change.</summary>
    public static Tensor Copy(Tensor x) => Op.Call("copy", x, Prim.Identity);

    /// <summary>The sizes of the axes; unknown ones are <see cref="KerasSharp.Shape.Unknown"/>.</summary>
    [NotDifferentiable("The result is no tensor.")]
    public static Shape Shape(Tensor x) => x.Shape;

    /// <summary>The number of axes.</summary>
    [NotDifferentiable("The result is no tensor.")]
    public static int Ndim(Tensor x) => x.Rank;

    /// <summary>The number of elements.</summary>
    [NotDifferentiable("The result is no tensor.")]
    public static long Size(Tensor x) => x.Count;

    /// <summary>Column index less row index of each element of a matrix.</summary>
    private static Tensor DiagonalIndex(Shape matrix) => Prim.Subtract(Prim.Iota(matrix, 1, DType.Int32), Prim.Iota(matrix, 0, DType.Int32));
}
