using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>One step of a gated recurrent unit (Cho et al. 2014); gates in the order z, r, h.</summary>
/// <remarks>Weights: <c>kernel (inputs, 3 units)</c>, <c>recurrent_kernel (units, 3 units)</c>, <c>bias</c>.</remarks>
/// <param name="units">Size of the output and of the states, at least 1.</param>
/// <param name="activation">Activation; <c>"tanh"</c> when not given.</param>
/// <param name="recurrentActivation">Activation of the gates; <c>"sigmoid"</c> when not given.</param>
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
/// <param name="resetAfter">Whether the reset gate is applied after the product with the recurrent kernel.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "GRUCell")]
public sealed partial class GRUCell(
    int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null,
    Constraint? biasConstraint = null, double dropout = 0.0, double recurrentDropout = 0.0, bool resetAfter = true, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : UnitsCell(units, 1, dropout, recurrentDropout, seed, name, trainable, dtype)
{
    private readonly ActivationFunction _activation = activation ?? "tanh";
    private readonly ActivationFunction _recurrentActivation = recurrentActivation ?? "sigmoid";
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _recurrentInitializer = recurrentInitializer ?? "orthogonal";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private readonly double _dropout = dropout;
    private readonly double _recurrentDropout = recurrentDropout;
    private readonly int? _seed = seed;
    private Variable? _kernel, _recurrent, _bias;

    internal override (Initializer Kernel, Initializer Recurrent, Initializer Bias) Initializers => (_kernelInitializer, _recurrentInitializer, _biasInitializer);

    internal override (Variable Kernel, Variable Recurrent, Variable? Bias) Kernels => (_kernel!, _recurrent!, _bias);

    internal override Recurrence? Whole(bool reverse, bool masked) =>
        resetAfter && _activation.Name == "tanh" && _recurrentActivation.Name == "sigmoid" ? new Gru(reverse, masked) : null;

    internal override Tensor Project(Tensor x)
    {
        Tensor z = Contraction.LastWithFirst(x, _kernel!.Value);
        return _bias is null ? z : Prim.Add(z, resetAfter ? BiasRow(0) : _bias.Value);
    }

    internal override Tensor[] Advance(Tensor projected, Tensor[] states, Tensor dropped)
    {
        Tensor z, r, candidate;
        if (resetAfter)
        {
            Tensor inner = Contraction.LastWithFirst(dropped, _recurrent!.Value);
            inner = _bias is null ? inner : Prim.Add(inner, BiasRow(1));
            z = _recurrentActivation.Apply(Prim.Add(Gate(projected, 0), Gate(inner, 0)));
            r = _recurrentActivation.Apply(Prim.Add(Gate(projected, 1), Gate(inner, 1)));
            candidate = _activation.Apply(Prim.Add(Gate(projected, 2), Prim.Multiply(r, Gate(inner, 2))));
        }
        else
        {
            z = _recurrentActivation.Apply(Prim.Add(Gate(projected, 0), Contraction.LastWithFirst(dropped, Gate(_recurrent!.Value, 0))));
            r = _recurrentActivation.Apply(Prim.Add(Gate(projected, 1), Contraction.LastWithFirst(dropped, Gate(_recurrent.Value, 1))));
            candidate = _activation.Apply(Prim.Add(Gate(projected, 2), Contraction.LastWithFirst(Prim.Multiply(r, dropped), Gate(_recurrent.Value, 2))));
        }

        return [Prim.Add(Prim.Multiply(z, states[0]), Prim.Multiply(Prim.Subtract(1, z), candidate))];
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _kernel = AddWeight("kernel", [input[^1], 3 * Units], _kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint);
        _recurrent = AddWeight("recurrent_kernel", [Units, 3 * Units], _recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint);
        if (useBias)
        {
            _bias = AddWeight("bias", resetAfter ? [2, 3 * Units] : [3 * Units], _biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint);
        }
    }

    /// <summary>The bias of the inputs' product (0), or of the states' (1).</summary>
    private Tensor BiasRow(int row) => Prim.Reshape(Prim.SliceAxis(_bias!.Value, 0, row, row + 1), Shape.Of(3 * Units));
}
