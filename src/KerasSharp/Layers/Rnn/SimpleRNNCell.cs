using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>One step of a plain recurrent layer (Elman 1990): the output is fed back.</summary>
/// <remarks>Weights: <c>kernel (inputs, units)</c>, <c>recurrent_kernel (units, units)</c>, <c>bias (units)</c>.</remarks>
/// <param name="units">Size of the output and of the state, at least 1.</param>
/// <param name="activation">Activation; <c>"tanh"</c> when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="recurrentInitializer">First values of the recurrent kernel; <c>"orthogonal"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="recurrentRegularizer">A penalty on the recurrent kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="recurrentConstraint">What the recurrent kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="dropout">Part of the inputs that is dropped in training.</param>
/// <param name="recurrentDropout">Part of the states that is dropped in training.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "SimpleRNNCell")]
public sealed partial class SimpleRNNCell(
    int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
    Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0.0,
    double recurrentDropout = 0.0, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : UnitsCell(units, 1, dropout, recurrentDropout, seed, name, trainable, dtype)
{
    private readonly ActivationFunction _activation = activation ?? "tanh";
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _recurrentInitializer = recurrentInitializer ?? "orthogonal";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private readonly double _dropout = dropout;
    private readonly double _recurrentDropout = recurrentDropout;
    private readonly int? _seed = seed;
    private Variable? _kernel, _recurrent, _bias;

    internal override (Initializer Kernel, Initializer Recurrent, Initializer Bias) Initializers => (_kernelInitializer, _recurrentInitializer, _biasInitializer);

    internal override (Variable Kernel, Variable Recurrent, Variable? Bias) Kernels => (_kernel!, _recurrent!, _bias);

    internal override Recurrence? Whole(bool reverse, bool masked) => _activation.Name == "tanh" ? new SimpleRnn(reverse, masked) : null;

    internal override Tensor Project(Tensor x)
    {
        Tensor z = Contraction.LastWithFirst(x, _kernel!.Value);
        return _bias is null ? z : Prim.Add(z, _bias.Value);
    }

    internal override Tensor[] Advance(Tensor projected, Tensor[] states, Tensor dropped) =>
        [_activation.Apply(Prim.Add(projected, Contraction.LastWithFirst(dropped, _recurrent!.Value)))];

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _kernel = AddWeight("kernel", [input[^1], Units], _kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint);
        _recurrent = AddWeight("recurrent_kernel", [Units, Units], _recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint);
        if (useBias)
        {
            _bias = AddWeight("bias", [Units], _biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint);
        }
    }
}
