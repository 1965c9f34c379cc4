using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Adamax (Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 2): Adam with the largest magnitude of gradients, slowly forgotten, in
/// place of the root of their mean square.
/// </summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="beta1">Decay of the mean of gradients, 0 or more and less than 1.</param>
/// <param name="beta2">Decay of the largest magnitude, 0 or more and less than 1.</param>
/// <param name="epsilon">Added to the magnitude.</param>
/// <param name="weightDecay">See <see cref="OptimizerOptions"/>, as all that follow.</param>
/// <param name="clipnorm">Largest norm of each gradient.</param>
/// <param name="clipvalue">Largest magnitude of each number of a gradient.</param>
/// <param name="globalClipnorm">Largest norm of all gradients together.</param>
/// <param name="useEma">Whether to keep a moving average of the weights.</param>
/// <param name="emaMomentum">Its momentum.</param>
/// <param name="emaOverwriteFrequency">After how many steps it overwrites the weights.</param>
/// <param name="lossScaleFactor">What gradients are divided by.</param>
/// <param name="gradientAccumulationSteps">How many steps' gradients make one update.</param>
/// <param name="name">Its name.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="beta1"/> or <paramref name="beta2"/> is not 0 or more and less than 1.</exception>
[KerasSerializable(Module, "Adamax")]
public sealed partial class Adamax(
    LearningRate? learningRate = null, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.999, double epsilon = 1e-7,
    double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99,
    int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Optimizer(
        learningRate ?? 0.001,
        new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
        name)
{
    private readonly double _beta1 = Arguments.Decay(nameof(Adamax), nameof(beta1), beta1), _beta2 = Arguments.Decay(nameof(Adamax), nameof(beta2), beta2);
    private Tensor? _rate;

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, "momentum", "norm");

    private protected override void BeginStep(Tensor rate) => _rate = Prim.Divide(rate, Correction(_beta1));

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Variable momentum = Slot(variable, "momentum"), norm = Slot(variable, "norm");
        Tensor m = Toward(momentum.Value, gradient, 1 - _beta1), u = Prim.Maximum(Scale(norm.Value, _beta2), Prim.Abs(gradient));
        Assign(momentum, m);
        Assign(norm, u);
        Assign(variable, Prim.Subtract(variable.Value, Prim.Divide(Prim.Multiply(m, Prim.Convert(_rate!, m.DType)), Prim.Add(u, epsilon))));
    }
}
