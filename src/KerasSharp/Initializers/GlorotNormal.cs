using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Normal, cut off at two deviations, with the variance <c>2 / (fanIn + fanOut)</c> (Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", equation 16).</summary>
/// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
/// <param name="inputAxes">Axes that count as inputs; null takes the last but one, as dense and convolution kernels have it.</param>
/// <param name="outputAxes">Axes that count as outputs; null takes the last.</param>
[KerasSerializable(Module, "GlorotNormal")]
public sealed partial class GlorotNormal(Seed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScalingInitializer(seed, 1, "fan_avg", "truncated_normal", inputAxes, outputAxes)
{
    private readonly int[]? _inputAxes = inputAxes, _outputAxes = outputAxes;
}
