using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Fully connected layer: <c>y = activation(x · kernel + bias)</c>.</summary>
/// <remarks>
/// Input shape: <c>(batch, ..., inputDim)</c>, rank 2 or more. Output shape: <c>(batch, ..., units)</c>.
/// Weights: <c>kernel (inputDim, units)</c>, <c>bias (units,)</c>.
/// </remarks>
/// <param name="units">Size of the last output axis, at least 1.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="quantizationConfig">Must be null: quantisation is not there yet.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is less than 1.</exception>
[KerasSerializable("keras.layers", "Dense")]
public sealed partial class Dense(
    int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, Config? quantizationConfig = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly int _units = Arguments.AtLeast(1, units, nameof(units), nameof(Dense));
    private readonly ActivationFunction _activation = activation ?? ActivationFunction.Linear;
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private Variable? _kernel, _bias;

    /// <summary>The kernel; null before the layer is built.</summary>
    public Variable? Kernel => _kernel;

    /// <summary>The bias; null before the layer is built, and without bias.</summary>
    public Variable? Bias => _bias;

    private protected override bool PassesMask => true;

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
        Tensor y = Contraction.LastWithFirst(inputs, _kernel!.Value);
        return _activation.Apply(_bias is null ? y : y + _bias.Value);
    }
}
