using KerasSharp.Saving;

namespace KerasSharp.Optimizers;

/// <summary>Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2).</summary>
/// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
/// <param name="weightDecay">Each step first shrinks each weight by this times the learning rate.</param>
/// <param name="beta1">Decay of the mean of gradients.</param>
/// <param name="beta2">Decay of the mean of squared gradients.</param>
/// <param name="epsilon">Added to the root.</param>
/// <param name="amsgrad">Whether to divide by the largest mean square so far.</param>
/// <param name="clipnorm">Largest norm of each gradient. See <see cref="OptimizerOptions"/>, as all that follow.</param>
/// <param name="clipvalue">Largest magnitude of each number of a gradient.</param>
/// <param name="globalClipnorm">Largest norm of all gradients together.</param>
/// <param name="useEma">Whether to keep a moving average of the weights.</param>
/// <param name="emaMomentum">Its momentum.</param>
/// <param name="emaOverwriteFrequency">After how many steps it overwrites the weights.</param>
/// <param name="lossScaleFactor">What gradients are divided by.</param>
/// <param name="gradientAccumulationSteps">How many steps' gradients make one update.</param>
/// <param name="name">Its name.</param>
[KerasSerializable(Module, "AdamW")]
public sealed partial class AdamW(
    LearningRate? learningRate = null, double weightDecay = 0.004, [ConfigName("beta_1")] double beta1 = 0.9, [ConfigName("beta_2")] double beta2 = 0.999,
    double epsilon = 1e-7, bool amsgrad = false, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null, bool useEma = false,
    double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
    : Adam(
        learningRate, beta1, beta2, epsilon, amsgrad, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        lossScaleFactor, gradientAccumulationSteps, name)
{
}
