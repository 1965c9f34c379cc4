namespace KerasSharp.Optimizers;

/// <summary>What all of Keras's optimizers take beside their own arguments.</summary>
/// <param name="WeightDecay">Each step first shrinks each weight by this times the learning rate.</param>
/// <param name="Clipnorm">Largest norm of each gradient.</param>
/// <param name="Clipvalue">Largest magnitude of each number of a gradient.</param>
/// <param name="GlobalClipnorm">Largest norm of all gradients together.</param>
/// <param name="UseEma">Whether to keep an exponential moving average of the weights.</param>
/// <param name="EmaMomentum">Its momentum.</param>
/// <param name="EmaOverwriteFrequency">After how many steps the weights are overwritten with it; null only at the end of training.</param>
/// <param name="LossScaleFactor">What the loss is multiplied and the gradients are divided by.</param>
/// <param name="GradientAccumulationSteps">How many steps' gradients are averaged for one update.</param>
public sealed record OptimizerOptions(
    double? WeightDecay = null, double? Clipnorm = null, double? Clipvalue = null, double? GlobalClipnorm = null, bool UseEma = false,
    double EmaMomentum = 0.99, int? EmaOverwriteFrequency = null, double? LossScaleFactor = null, int? GradientAccumulationSteps = null)
{
    internal void Check(string owner)
    {
        if (new[] { Clipnorm, Clipvalue, GlobalClipnorm }.Count(c => c is not null) > 1)
        {
            throw new ArgumentException($"{owner}: only one of clipnorm, clipvalue and globalClipnorm can be set. Received: clipnorm={Clipnorm}, clipvalue={Clipvalue}, globalClipnorm={GlobalClipnorm}.");
        }

        if (GradientAccumulationSteps < 2)
        {
            throw new ArgumentException($"{owner}: gradientAccumulationSteps must be at least 2. Received: gradientAccumulationSteps={GradientAccumulationSteps}. Leave it out to update at every step.");
        }

        if (UseEma && (EmaMomentum is < 0 or > 1))
        {
            throw new ArgumentException($"{owner}: emaMomentum must be in the range [0, 1]. Received: emaMomentum={EmaMomentum}.");
        }

        if (UseEma && EmaOverwriteFrequency < 1)
        {
            throw new ArgumentException($"{owner}: emaOverwriteFrequency must be at least 1, or null. Received: emaOverwriteFrequency={EmaOverwriteFrequency}.");
        }
    }
}
