namespace KerasSharp.Initializers;

/// <summary>Base of the initializers whose spread follows from the number of inputs, outputs, or both (keras/src/initializers/random_initializers.py).</summary>
public abstract class VarianceScalingInitializer : RandomInitializer
{
    /// <summary>Deviation of a standard normal cut off at two deviations: drawing from a wider one makes up for it.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    private readonly double _scale;
    private readonly string _mode, _distribution;
    private readonly int[]? _inputAxes, _outputAxes;

    private protected VarianceScalingInitializer(Seed seed, double scale, string mode, string distribution, int[]? inputAxes, int[]? outputAxes)
        : base(seed) => (_scale, _mode, _distribution, _inputAxes, _outputAxes) = (scale, mode, distribution, inputAxes, outputAxes);

    /// <inheritdoc/>
    public sealed override Tensor Call(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (double fanIn, double fanOut) = Fans.Of(shape, _inputAxes, _outputAxes);
        double fan = _mode switch { "fan_in" => fanIn, "fan_out" => fanOut, _ => (fanIn + fanOut) / 2 };
        double variance = _scale / Math.Max(1, fan);
        return _distribution switch
        {
            "uniform" => Limited(shape, dtype, Math.Sqrt(3 * variance)),
            "untruncated_normal" => Normal(shape, dtype, 0, Math.Sqrt(variance)),
            _ => TruncatedNormal(shape, dtype, 0, Math.Sqrt(variance) / TruncatedDeviation),
        };
    }

    private Tensor Limited(Shape shape, DType? dtype, double limit) => Uniform(shape, dtype, -limit, limit);
}
