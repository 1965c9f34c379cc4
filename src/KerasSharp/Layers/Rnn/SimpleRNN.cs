using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Plain recurrent layer over sequences (Elman 1990): each output is fed back into the next step.</summary>
/// <remarks>
/// Input shape: <c>(batch, time, inputs)</c>. Output shape: <c>(batch, units)</c>, or <c>(batch, time, units)</c> with <c>returnSequences</c>; with
/// <c>returnState</c> the last state follows. Weights: <c>kernel (inputs, units)</c>, <c>recurrent_kernel (units, units)</c>, <c>bias (units)</c>. Positions
/// whose mask is false leave the state as it is.
/// </remarks>
/// <param name="units">Size of the output and of the state, at least 1.</param>
/// <param name="activation">Activation; <c>"tanh"</c> when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="recurrentInitializer">First values of the recurrent kernel; <c>"orthogonal"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="recurrentRegularizer">A penalty on the recurrent kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="recurrentConstraint">What the recurrent kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="dropout">Part of the inputs that is dropped in training.</param>
/// <param name="recurrentDropout">Part of the states that is dropped in training.</param>
/// <param name="returnSequences">Whether the outputs of all positions are returned.</param>
/// <param name="returnState">Whether the last state is returned as well.</param>
/// <param name="goBackwards">Whether to read from the end.</param>
/// <param name="stateful">Whether the state of a batch is the first one of the next.</param>
/// <param name="unroll">Whether to compute position by position.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="zeroOutputForMask">Whether outputs are 0, instead of the last one, where the mask is false.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "SimpleRNN")]
public sealed partial class SimpleRNN(
    int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
    double dropout = 0.0, double recurrentDropout = 0.0, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false,
    bool unroll = false, [ConfigName(Omit = true)] int? seed = null, bool zeroOutputForMask = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Recurrent(
        new SimpleRNNCell(
            units, activation, useBias, kernelInitializer, recurrentInitializer, biasInitializer, kernelRegularizer, recurrentRegularizer, biasRegularizer,
            kernelConstraint, recurrentConstraint, biasConstraint, dropout, recurrentDropout, seed, name: "simple_rnn_cell", trainable: trainable, dtype: dtype),
        returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer, name, trainable, dtype)
{
    private readonly ActivationFunction _activation = activation ?? "tanh";
    private readonly int _units = units;
    private readonly bool _useBias = useBias;
    private readonly Regularizer? _kernelRegularizer = kernelRegularizer;
    private readonly Regularizer? _recurrentRegularizer = recurrentRegularizer;
    private readonly Regularizer? _biasRegularizer = biasRegularizer;
    private readonly Constraint? _kernelConstraint = kernelConstraint;
    private readonly Constraint? _recurrentConstraint = recurrentConstraint;
    private readonly Constraint? _biasConstraint = biasConstraint;
    private readonly double _dropout = dropout;
    private readonly double _recurrentDropout = recurrentDropout;
    private readonly int? _seed = seed;

    private Initializer KernelInitializer => ((SimpleRNNCell)Cell).Initializers.Kernel;

    private Initializer RecurrentInitializer => ((SimpleRNNCell)Cell).Initializers.Recurrent;

    private Initializer BiasInitializer => ((SimpleRNNCell)Cell).Initializers.Bias;
}
