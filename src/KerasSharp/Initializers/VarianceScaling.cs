using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>Mean 0, and a variance of <c>scale</c> over the number of inputs, outputs, or their mean.</summary>
[KerasSerializable(Module, "VarianceScaling")]
public sealed partial class VarianceScaling : VarianceScalingInitializer
{
    private readonly double _scale;
    private readonly string _mode, _distribution;
    private readonly int[]? _inputAxes, _outputAxes;

    /// <summary>An initializer of that variance.</summary>
    /// <param name="scale">The factor, greater than 0.</param>
    /// <param name="mode"><c>"fan_in"</c>, <c>"fan_out"</c> or <c>"fan_avg"</c>.</param>
    /// <param name="distribution"><c>"truncated_normal"</c>, <c>"untruncated_normal"</c> or <c>"uniform"</c>.</param>
    /// <param name="seed">A whole number, the same values at each call; a <see cref="SeedGenerator"/>, other ones each time. Without either a number is drawn.</param>
    /// <param name="inputAxes">Axes that count as inputs; null takes the last but one, as dense and convolution kernels have it.</param>
    /// <param name="outputAxes">Axes that count as outputs; null takes the last.</param>
    /// <exception cref="ArgumentException">An argument is none of those.</exception>
    public VarianceScaling(
        double scale = 1.0, string mode = "fan_in", string distribution = "truncated_normal", Seed seed = default, int[]? inputAxes = null, int[]? outputAxes = null)
        : base(seed, scale, mode, distribution, inputAxes, outputAxes)
    {
        if (!(scale > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), $"VarianceScaling: the scale must be greater than 0. Received: scale={scale}.");
        }

        if (mode is not ("fan_in" or "fan_out" or "fan_avg"))
        {
            throw new ArgumentException($"VarianceScaling: the mode must be \"fan_in\", \"fan_out\" or \"fan_avg\". Received: mode=\"{mode}\".", nameof(mode));
        }

        if (distribution is not ("uniform" or "truncated_normal" or "untruncated_normal" or "normal"))
        {
            throw new ArgumentException(
                $"VarianceScaling: the distribution must be \"uniform\", \"truncated_normal\" or \"untruncated_normal\". Received: distribution=\"{distribution}\".",
                nameof(distribution));
        }

        (_scale, _mode, _distribution, _inputAxes, _outputAxes) = (scale, mode, distribution == "normal" ? "truncated_normal" : distribution, inputAxes, outputAxes);
    }
}
