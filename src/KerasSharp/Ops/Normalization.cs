using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Normalisation. 16-bit floats are computed in float32.</content>
public static partial class Ops
{
    private const double DefaultEpsilon = 1e-7; // keras.config.epsilon()

    /// <summary>Mean and variance (dividing by the number of elements) over axes.</summary>
    public static (Tensor Mean, Tensor Variance) Moments(Tensor x, IntTuple axes, bool keepdims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor[] both = Op.CallMany("moments", [x], t =>
        {
            Tensor wide = t[0].DType is DType.Float16 or DType.BFloat16 ? Prim.Convert(t[0], DType.Float32) : Op.ToFloat(t[0]);
            int[] over = AxesOf(axes, wide.Rank);
            (Tensor mean, Tensor variance) = Prim.Moments(wide, over);
            DType dtype = t[0].DType.IsFloating() ? t[0].DType : DType.Float32;
            return System.Array.ConvertAll([mean, variance], m => Prim.Convert(keepdims ? Prim.Reshape(m, Kept(wide.Shape, over)) : m, dtype));
        }, axes, keepdims);
        return (both[0], both[1]);
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * scale + offset, where all but x are vectors along an axis.</summary>
    public static Tensor BatchNormalization(Tensor x, Tensor mean, Tensor variance, int axis, Tensor? offset = null, Tensor? scale = null, double epsilon = 1e-3) =>
        Op.CallOptional("batch_normalization", [x, mean, variance, offset, scale], t => Op.InFloat32(t[0]!, wide =>
        {
            Shape line = Kept(wide.Shape, [.. Enumerable.Range(0, wide.Rank).Except([Axes.Normalize(axis, wide.Rank)])]);
            Tensor Along(Tensor vector) => Prim.Reshape(Prim.Convert(vector, wide.DType), line);
            Tensor factor = Prim.Rsqrt(Prim.Add(Along(t[2]!), epsilon));
            factor = t[4] is { } gamma ? Prim.Multiply(factor, Along(gamma)) : factor;
            Tensor y = Prim.Multiply(Prim.Subtract(wide, Along(t[1]!)), factor);
            return t[3] is { } beta ? Prim.Add(y, Along(beta)) : y;
        }), axis, epsilon);

    /// <summary>(x - mean) / sqrt(variance + epsilon) * gamma + beta, with the moments over some axes of each sample.</summary>
    public static Tensor LayerNormalization(Tensor x, Tensor? gamma = null, Tensor? beta = null, IntTuple axis = default, double? epsilon = null) =>
        Op.CallOptional("layer_normalization", [x, gamma, beta], t => Op.InFloat32(t[0]!, wide =>
        {
            int[] axes = axis.IsNone ? [wide.Rank - 1] : AxesOf(axis, wide.Rank);
            double small = epsilon ?? DefaultEpsilon;
            if (axes is [var only] && only == wide.Rank - 1 && wide.Shape[only] >= 0)
            {
                Tensor ones = t[1] is null ? Prim.Ones(wide.Shape[only..], wide.DType) : Prim.Convert(t[1]!, wide.DType);
                return Prim.LayerNorm(wide, ones, t[2] is null ? Prim.Zeros(wide.Shape[only..], wide.DType) : Prim.Convert(t[2]!, wide.DType), small);
            }

            (Tensor mean, Tensor variance) = Prim.Moments(wide, axes);
            Shape kept = Kept(wide.Shape, axes), line = Kept(wide.Shape, [.. Enumerable.Range(0, wide.Rank).Except(axes)]);
            Tensor y = Prim.Multiply(Prim.Subtract(wide, Prim.Reshape(mean, kept)), Prim.Reshape(Prim.Rsqrt(Prim.Add(variance, small)), kept));
            y = t[1] is { } g ? Prim.Multiply(y, Prim.Reshape(Prim.Convert(g, wide.DType), line)) : y;
            return t[2] is { } b ? Prim.Add(y, Prim.Reshape(Prim.Convert(b, wide.DType), line)) : y;
        }), axis.Or(-1), epsilon);

    /// <summary>x / sqrt(mean(x^2) + epsilon) * scale over some axes.</summary>
    public static Tensor RmsNormalization(Tensor x, Tensor? scale = null, IntTuple axis = default, double? epsilon = null) =>
        Op.CallOptional("rms_normalization", [x, scale], t => Op.InFloat32(t[0]!, wide =>
        {
            int[] axes = axis.IsNone ? [wide.Rank - 1] : AxesOf(axis, wide.Rank);
            Tensor mean = Prim.Divide(Prim.ReduceSum(Prim.Square(wide), axes), CountOf(wide, axes));
            Tensor y = Prim.Multiply(wide, Prim.Reshape(Prim.Rsqrt(Prim.Add(mean, epsilon ?? DefaultEpsilon)), Kept(wide.Shape, axes)));
            return t[1] is { } gamma ? Prim.Multiply(y, Prim.Convert(gamma, wide.DType)) : y;
        }), axis.Or(-1), epsilon);

    /// <summary>x divided by its norm of an order along an axis, which counts as at least epsilon.</summary>
    public static Tensor Normalize(Tensor x, IntTuple axis = default, double order = 2, double? epsilon = null) => Op.Float("normalize", x, t =>
    {
        int[] axes = axis.IsNone ? [t.Rank - 1] : AxesOf(axis, t.Rank);
        double small = epsilon ?? DefaultEpsilon;
        Shape kept = Kept(t.Shape, axes);
        if (order == 2)
        {
            Tensor inverse = Prim.Rsqrt(Prim.ReduceSum(Prim.Square(t), axes));
            return Prim.Multiply(t, Prim.Reshape(Prim.Minimum(inverse, 1 / small), kept));
        }

        Tensor size = Prim.Abs(t);
        Tensor norm = double.IsPositiveInfinity(order) ? Prim.ReduceMax(size, axes)
            : double.IsNegativeInfinity(order) ? Prim.ReduceMin(size, axes)
            : order == 1 ? Prim.ReduceSum(size, axes)
            : Prim.Power(Prim.ReduceSum(Prim.Power(size, Prim.Scalar(order, t.DType)), axes), Prim.Scalar(1 / order, t.DType));
        return Prim.Divide(t, Prim.Reshape(Prim.Maximum(norm, small), kept));
    }, axis.Or(-1), order, epsilon);
}
