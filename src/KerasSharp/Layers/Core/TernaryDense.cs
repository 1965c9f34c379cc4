using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// Fully connected layer whose kernel counts as -1, 0 or 1 in the product (Ma et al. 2024, arXiv:2402.17764, section 3.1): 0 where its absolute value does not exceed a
/// threshold, else its sign. Gradients pass as if the kernel itself were multiplied.
/// </summary>
/// <remarks>
/// Input shape: <c>(batch, ..., inputDim)</c>, rank 2 or more. Output shape: <c>(batch, ..., units)</c>.
/// Weights: <c>kernel (inputDim, units)</c>, <c>bias (units,)</c>.
/// </remarks>
/// <param name="units">Size of the last output axis, at least 1.</param>
/// <param name="threshold">The threshold, 0 or more; when not given, half the mean of the absolute values, by whose mean the product is scaled then.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is less than 1, or <paramref name="threshold"/> is negative.</exception>
[KerasSerializable("keras.layers", "TernaryDense")]
public sealed partial class TernaryDense(
    int units, double? threshold = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly int _units = Arguments.AtLeast(1, units, nameof(units), nameof(TernaryDense));
    private readonly double? _threshold = threshold is { } t ? Arguments.Between(0, double.PositiveInfinity, t, nameof(threshold), nameof(TernaryDense)) : null;
    private readonly ActivationFunction _activation = activation ?? ActivationFunction.Linear;
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private Variable? _kernel, _bias;

    private protected override bool PassesMask => true;

    private protected override bool WritesActivityRegularizer => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        InputSpec = new InputSpec(MinNdim: 2);
        InputSpec.Check(this, input);
        _kernel = AddWeight("kernel", [input[^1], _units], _kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint);
        _bias = useBias ? AddWeight("bias", [_units], _biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint) : null;
        InputSpec = new InputSpec(MinNdim: 2, Axes: new Dictionary<int, int> { [-1] = input[^1] });
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        Tensor kernel = _kernel!.Value, size = Prim.Abs(kernel), mean = Ops.Mean(size);
        Tensor limit = _threshold is { } fixedLimit ? Prim.Scalar(fixedLimit, kernel.DType) : Prim.Multiply(mean, 0.5);
        Tensor ternary = Prim.Multiply(Prim.Sign(kernel), Prim.Convert(Prim.Greater(size, limit), kernel.DType));

        // The value is the ternary one, the gradient that of the kernel: a straight-through estimator.
        Tensor y = Contraction.LastWithFirst(inputs, Prim.Add(kernel, Prim.StopGradient(Prim.Subtract(ternary, kernel))));
        y = _threshold is null ? Prim.Multiply(y, mean) : y;
        return _activation.Apply(_bias is null ? y : Prim.Add(y, _bias.Value));
    }
}
