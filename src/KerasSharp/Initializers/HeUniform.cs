using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Uniform around 0, with the variance <c>2 / fanIn</c> (He et al. 2015, "Delving deep into rectifiers", equation 10).</summary>
/// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
/// <param name="inputAxes">Axes that count as inputs; null takes the last but one, as dense and convolution kernels have it.</param>
/// <param name="outputAxes">Axes that count as outputs; null takes the last.</param>
[KerasSerializable(Module, "HeUniform")]
public sealed partial class HeUniform(Seed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScalingInitializer(seed, 2, "fan_in", "uniform", inputAxes, outputAxes)
{
    private readonly int[]? _inputAxes = inputAxes, _outputAxes = outputAxes;
}
