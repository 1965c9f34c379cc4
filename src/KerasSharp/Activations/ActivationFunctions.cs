using KerasSharp.Primitives;

namespace KerasSharp.Activations;

/// <summary>The functions of <c>keras.activations</c>: those of <see cref="Ops"/> under the names and defaults that they have there.</summary>
public static class ActivationFunctions
{
    /// <summary>x itself.</summary>
    public static Tensor Linear(Tensor x) => x;

    /// <summary>exp(x).</summary>
    public static Tensor Exponential(Tensor x) => Ops.Exp(x);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Tensor Sigmoid(Tensor x) => Ops.Sigmoid(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Ops.Tanh(x);

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public static Tensor Softplus(Tensor x) => Ops.Softplus(x);

    /// <summary>x / (1 + |x|).</summary>
    public static Tensor Softsign(Tensor x) => Ops.Softsign(x);

    /// <summary>x sigmoid(x).</summary>
    public static Tensor Silu(Tensor x) => Ops.Silu(x);

    /// <summary>log(sigmoid(x)), without overflow.</summary>
    public static Tensor LogSigmoid(Tensor x) => Ops.LogSigmoid(x);

    /// <summary>x tanh(softplus(x)) (Misra 2019).</summary>
    public static Tensor Mish(Tensor x) => Ops.Multiply(x, Ops.Tanh(Ops.Softplus(x)));

    /// <summary>x Φ(x), with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
    /// <param name="x">The argument.</param>
    /// <param name="approximate">Whether to take Φ as a tanh of a cubic polynomial (their section 2).</param>
    public static Tensor Gelu(Tensor x, bool approximate = false) => Ops.Gelu(x, approximate);

    /// <summary>The first half along an axis times the sigmoid of the second; the axis is halved (Dauphin et al. 2017).</summary>
    /// <param name="x">The argument.</param>
    /// <param name="axis">The axis, of even size.</param>
    public static Tensor Glu(Tensor x, int axis = -1) => Ops.Glu(x, axis);

    /// <summary>max(x, 0), and its generalisation with a slope below, a ceiling and a threshold.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="negativeSlope">Slope below the threshold.</param>
    /// <param name="maxValue">The largest value.</param>
    /// <param name="threshold">Below it the function is <c>negativeSlope * (x - threshold)</c>.</param>
    public static Tensor Relu(Tensor x, double negativeSlope = 0, double? maxValue = null, double threshold = 0)
    {
        if (threshold == 0 && maxValue is null)
        {
            return negativeSlope == 0 ? Ops.Relu(x) : Ops.LeakyRelu(x, negativeSlope);
        }

        Tensor y = threshold == 0 ? Ops.Relu(x) : Ops.Threshold(x, threshold, 0);
        y = maxValue is { } most ? Ops.Minimum(Ops.Maximum(y, 0), most) : y;
        return negativeSlope == 0 ? y : y - (negativeSlope * Ops.Relu(threshold - x));
    }

    /// <summary>x where positive, else <c>negativeSlope * x</c>.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="negativeSlope">The slope.</param>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.2) => Ops.LeakyRelu(x, negativeSlope);

    /// <summary>min(max(x, 0), 6).</summary>
    public static Tensor Relu6(Tensor x) => Ops.Relu6(x);

    /// <summary>x where positive, else <c>alpha * (exp(x) - 1)</c> (Clevert et al. 2015).</summary>
    /// <param name="x">The argument.</param>
    /// <param name="alpha">Minus the limit on the left.</param>
    public static Tensor Elu(Tensor x, double alpha = 1) => Ops.Elu(x, alpha);

    /// <summary>x where positive, else <c>alpha * (exp(x / alpha) - 1)</c> (Barron 2017).</summary>
    /// <param name="x">The argument.</param>
    /// <param name="alpha">Minus the limit on the left.</param>
    public static Tensor Celu(Tensor x, double alpha = 1) => Ops.Celu(x, alpha);

    /// <summary>scale * elu(x, alpha) with the constants that keep mean 0 and variance 1 (Klambauer et al. 2017).</summary>
    public static Tensor Selu(Tensor x) => Ops.Selu(x);

    /// <summary>x / 6 + 1/2, between 0 and 1.</summary>
    public static Tensor HardSigmoid(Tensor x) => Ops.HardSigmoid(x);

    /// <summary>x times <see cref="HardSigmoid"/> (Howard et al. 2019, section 5.2).</summary>
    public static Tensor HardSilu(Tensor x) => Ops.HardSilu(x);

    /// <summary>x between -1 and 1.</summary>
    public static Tensor HardTanh(Tensor x) => Ops.HardTanh(x);

    /// <summary>x where |x| is over the threshold, else 0.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="threshold">The threshold.</param>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => Ops.HardShrink(x, threshold);

    /// <summary>x brought nearer to 0 by the threshold, and 0 where it is nearer than that.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="threshold">The threshold.</param>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) => Op.Float("soft_shrink", x, t =>
    {
        Tensor isOver = Prim.Greater(Prim.Abs(t), Prim.Scalar(threshold, t.DType));
        return Prim.Select(isOver, Prim.Subtract(t, Prim.Multiply(Prim.Sign(t), threshold)), Prim.Scalar(0, t.DType));
    });

    /// <summary>x - tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => Ops.TanhShrink(x);

    /// <summary>x where it is over the threshold, else a fixed value.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="defaultValue">The value elsewhere.</param>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) => Ops.Threshold(x, threshold, defaultValue);

    /// <summary>0 up to -1, <c>(x + 1)² / 4</c> up to 1, x from there.</summary>
    public static Tensor SparsePlus(Tensor x) => Ops.SparsePlus(x);

    /// <summary>(x + 1) / 2, between 0 and 1.</summary>
    public static Tensor SparseSigmoid(Tensor x) => Ops.SparseSigmoid(x);

    /// <summary>(x + sqrt(x² + b)) / 2 (Barron 2021).</summary>
    /// <param name="x">The argument.</param>
    /// <param name="b">How round the corner is.</param>
    public static Tensor Squareplus(Tensor x, double b = 4) => Ops.Squareplus(x, b);

    /// <summary>exp(x) over its sum along an axis: probabilities.</summary>
    /// <param name="x">The argument, of rank 1 or more.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor Softmax(Tensor x, int axis = -1) => Ops.Softmax(x, axis);

    /// <summary>The logarithm of <see cref="Softmax"/>, computed without loss.</summary>
    /// <param name="x">The argument, of rank 1 or more.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => Ops.LogSoftmax(x, axis);

    /// <summary>A softmax with many exact zeros (Martins and Astudillo 2016), as Keras computes it.</summary>
    /// <param name="x">The argument, of rank 1 or more.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor Sparsemax(Tensor x, int axis = -1) => Ops.Sparsemax(x, axis);
}
