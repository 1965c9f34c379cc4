using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Activation functions.</content>
public static partial class Ops
{
    // Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks" (2017), equation 14.
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double SeluScale = 1.0507009873554804934193349852946;

    /// <summary>max(x, 0), of integers too.</summary>
    public static Tensor Relu(Tensor x) => Op.Call("relu", x, t => t.DType.IsFloating() ? Prim.Relu(t) : Prim.Maximum(t, 0));

    /// <summary>min(max(x, 0), 6).</summary>
    public static Tensor Relu6(Tensor x) => Op.Call("relu6", x, t => Limited(t, 0, 6));

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Tensor Sigmoid(Tensor x) => Op.Float("sigmoid", x, Prim.Sigmoid);

    /// <summary>log(sigmoid(x)), without overflow.</summary>
    public static Tensor LogSigmoid(Tensor x) => Op.Float("log_sigmoid", x, t => Prim.Negate(Soft(Prim.Negate(t))));

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public static Tensor Softplus(Tensor x) => Op.Float("softplus", x, Soft);

    /// <summary>x / (1 + |x|).</summary>
    public static Tensor Softsign(Tensor x) => Op.Float("softsign", x, t => Prim.Divide(t, Prim.Add(Prim.Abs(t), 1)));

    /// <summary>x * sigmoid(x); Swish.</summary>
    public static Tensor Silu(Tensor x) => Op.Float("silu", x, t => Prim.Multiply(t, Prim.Sigmoid(t)));

    /// <summary>x * sigmoid(x).</summary>
    public static Tensor Swish(Tensor x) => Op.Float("swish", x, t => Prim.Multiply(t, Prim.Sigmoid(t)));

    /// <summary>x where it is positive, else negativeSlope * x.</summary>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.2) => Op.Float("leaky_relu", x, t => Prim.Select(Positive(t), t, Prim.Multiply(t, negativeSlope)), negativeSlope);

    /// <summary>x where it is positive, else alpha * (exp(x) - 1).</summary>
    public static Tensor Elu(Tensor x, double alpha = 1) => Op.Float("elu", x, t => Prim.Select(Positive(t), t, Prim.Multiply(Prim.Expm1(Prim.Minimum(t, 0)), alpha)), alpha);

    /// <summary>Scaled exponential linear unit (Klambauer et al. 2017).</summary>
    public static Tensor Selu(Tensor x) => Op.Float("selu", x, t => Prim.Multiply(Elu(t, SeluAlpha), SeluScale));

    /// <summary>max(x, 0) + min(0, alpha * (exp(x / alpha) - 1)).</summary>
    public static Tensor Celu(Tensor x, double alpha = 1) => Op.Float("celu", x, t => Prim.Add(Prim.Maximum(t, 0), Prim.Multiply(Prim.Expm1(Prim.Divide(Prim.Minimum(t, 0), alpha)), alpha)), alpha);

    /// <summary>x times the normal distribution function of x, by default in the approximation with tanh (Hendrycks and Gimpel 2016).</summary>
    public static Tensor Gelu(Tensor x, bool approximate = true) => Op.Float("gelu", x, t => Prim.Compose("gelu", GeluOf, [approximate ? 1 : 0], t), approximate);

    /// <summary>The first half along an axis times the sigmoid of the second.</summary>
    public static Tensor Glu(Tensor x, int axis = -1) => Op.Float("glu", x, t =>
    {
        Tensor[] halves = Split(t, 2, axis);
        return Prim.Multiply(halves[0], Prim.Sigmoid(halves[1]));
    }, axis);

    /// <summary>clip(x / 6 + 0.5, 0, 1).</summary>
    public static Tensor HardSigmoid(Tensor x) => Op.Float("hard_sigmoid", x, Hard);

    /// <summary>x * hard_sigmoid(x).</summary>
    public static Tensor HardSilu(Tensor x) => Op.Float("hard_silu", x, t => Prim.Multiply(t, Hard(t)));

    /// <summary>x * hard_sigmoid(x).</summary>
    public static Tensor HardSwish(Tensor x) => Op.Float("hard_swish", x, t => Prim.Multiply(t, Hard(t)));

    /// <summary>clip(x, -1, 1).</summary>
    public static Tensor HardTanh(Tensor x) => Op.Call("hard_tanh", x, t => Limited(t, -1, 1));

    /// <summary>x where |x| is above the threshold, else 0.</summary>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => Op.Float("hard_shrink", x, t => Prim.Select(Prim.Greater(Prim.Abs(t), Prim.Scalar(threshold, t.DType)), t, Prim.Scalar(0, t.DType)), threshold);

    /// <summary>x moved towards 0 by the threshold.</summary>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) => Op.Float("soft_shrink", x, t => Prim.Subtract(Prim.Maximum(Prim.Subtract(t, threshold), 0), Prim.Maximum(Prim.Subtract(Prim.Negate(t), threshold), 0)), threshold);

    /// <summary>x - tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => Op.Float("tanh_shrink", x, t => Prim.Subtract(t, Prim.Tanh(t)));

    /// <summary>x where it is above the threshold, else the default value.</summary>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) =>
        Op.Call("threshold", x, t => Prim.Select(Prim.Greater(t, Prim.Scalar(threshold, t.DType)), t, Prim.Scalar(defaultValue, t.DType)), threshold, defaultValue);

    /// <summary>0 up to -1, (x + 1)^2 / 4 up to 1, then x.</summary>
    public static Tensor SparsePlus(Tensor x) => Op.Float("sparse_plus", x, t => Prim.Select(AtLeast(t, 1), t, Prim.Select(AtLeast(t, -1), Prim.Multiply(Prim.Square(Prim.Add(t, 1)), 0.25), Prim.Scalar(0, t.DType))));

    /// <summary>clip((x + 1) / 2, 0, 1).</summary>
    public static Tensor SparseSigmoid(Tensor x) => Op.Float("sparse_sigmoid", x, t => Prim.Add(Prim.Multiply(Limited(t, -1, 1), 0.5), 0.5));

    /// <summary>(x + sqrt(x^2 + b)) / 2.</summary>
    public static Tensor Squareplus(Tensor x, double b = 4) => Op.Float("squareplus", x, t => Prim.Multiply(Prim.Add(t, Prim.Sqrt(Prim.Add(Prim.Square(t), b))), 0.5), b);

    /// <summary>exp(x) / sum(exp(x)) along an axis.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1) => Op.Float("softmax", x, t => AlongLast(t, axis, Prim.Softmax), axis);

    /// <summary>exp(x) / sum(exp(x)) over several axes together; over all for none.</summary>
    public static Tensor Softmax(Tensor x, IntTuple axis) => Op.Float("softmax", x, t => AlongLast(t, axis, Prim.Softmax), axis);

    /// <summary>log(softmax(x)) along an axis.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => Op.Float("log_softmax", x, t => AlongLast(t, axis, Prim.LogSoftmax), axis);

    /// <summary>log(softmax(x)) over several axes together; over all for none.</summary>
    public static Tensor LogSoftmax(Tensor x, IntTuple axis) => Op.Float("log_softmax", x, t => AlongLast(t, axis, Prim.LogSoftmax), axis);

    /// <summary>The nearest point of the probability simplex along an axis (Martins and Astudillo 2016).</summary>
    public static Tensor Sparsemax(Tensor x, int axis = -1) => Op.Float("sparsemax", x, t => AlongLast(t, axis, z =>
    {
        int last = z.Rank - 1;
        Tensor sorted = Prim.Negate(Prim.Sort(Prim.Negate(z), last)), sums = Prim.CumulativeSum(sorted, last);
        Tensor rank = Prim.Add(Prim.Iota(KerasSharp.Shape.Of(z.Shape[last]), 0, z.DType), 1);
        Tensor support = Prim.Greater(Prim.Add(Prim.Multiply(sorted, rank), 1), sums);
        // As Keras has it: the running sums over the whole support are added up, not only the last one taken.
        Tensor inside = Prim.Select(support, sums, Prim.Scalar(0, z.DType));
        Tensor threshold = Divide(Prim.Subtract(Prim.ReduceSum(inside, last), 1), Prim.ReduceSum(Prim.Convert(support, z.DType), last));
        return Prim.Maximum(Prim.Subtract(z, Prim.Reshape(threshold, z.Shape.With(last, 1))), 0);
    }), axis);

    private static Tensor Positive(Tensor x) => Prim.Greater(x, Prim.Scalar(0, x.DType));

    private static Tensor AtLeast(Tensor x, double number) => Prim.GreaterEqual(x, Prim.Scalar(number, x.DType));

    private static Tensor Soft(Tensor x) => Prim.Add(Prim.Maximum(x, 0), Prim.Log1p(Prim.Exp(Prim.Negate(Prim.Abs(x)))));

    private static Tensor Hard(Tensor x) => Prim.Multiply(Limited(Prim.Add(x, 3), 0, 6), 1.0 / 6);

    /// <summary>x between two numbers; at both the slope is that of beyond, as the back ends have it.</summary>
    private static Tensor Limited(Tensor x, double least, double most)
    {
        Tensor low = Prim.Scalar(least, x.DType), high = Prim.Scalar(most, x.DType);
        Tensor limited = Prim.Minimum(Prim.Maximum(Prim.StopGradient(x), low), high);
        return Prim.Select(Prim.LogicalAnd(Prim.Greater(x, low), Prim.Less(x, high)), x, limited);
    }

    private static Tensor GeluOf(Tensor[] x, IntList approximate) => approximate[0] != 0 ? GeluTanh(x[0]) : GeluErf(x[0]);

    private static Tensor GeluErf(Tensor x) => Prim.Multiply(Prim.Multiply(x, 0.5), Prim.Add(Prim.Erf(Prim.Multiply(x, Math.Sqrt(0.5))), 1));

    private static Tensor GeluTanh(Tensor x)
    {
        Tensor inner = Prim.Multiply(Prim.Add(x, Prim.Multiply(Prim.Multiply(x, Prim.Square(x)), 0.044715)), Math.Sqrt(2 / Math.PI));
        return Prim.Multiply(Prim.Multiply(x, 0.5), Prim.Add(Prim.Tanh(inner), 1));
    }

    private static Tensor SwapIfNeeded(Tensor x, int a, int b) => a == b ? x : Swapaxes(x, a, b);

    /// <summary>A function of the last axis applied along an axis, or over several axes made one.</summary>
    private static Tensor AlongLast(Tensor x, IntTuple axis, Func<Tensor, Tensor> function)
    {
        int[] axes = AxesOf(axis, x.Rank);
        if (axes.Length == 1)
        {
            int last = x.Rank - 1;
            return SwapIfNeeded(function(SwapIfNeeded(x, axes[0], last)), axes[0], last);
        }

        int[] kept = [.. Enumerable.Range(0, x.Rank).Except(axes)], order = [.. kept, .. axes], back = [.. Enumerable.Range(0, x.Rank).Select(i => System.Array.IndexOf(order, i))];
        Tensor moved = Prim.Transpose(x, order);
        int size = axes.Any(i => x.Shape[i] < 0) ? -1 : axes.Aggregate(1, (product, i) => product * x.Shape[i]);
        Tensor flat = function(Prim.Reshape(moved, moved.Shape[..kept.Length].Insert(kept.Length, size)));
        return Prim.Transpose(Prim.Reshape(flat, moved.Shape), back);
    }
}
