using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>
/// Brings each channel to mean 0 and variance 1: by the statistics of the batch in training, by their moving averages otherwise (Ioffe and Szegedy 2015).
/// With <c>trainable</c> false it always uses the moving averages.
/// </summary>
/// <remarks>
/// Input and output shape: any, the same. Weights: <c>gamma</c>, <c>beta</c>, <c>moving_mean</c>, <c>moving_variance</c>, each <c>(channels,)</c>; with
/// <c>renorm</c> also <c>moving_stddev</c>, <c>renorm_mean</c>, <c>renorm_stddev</c>.
/// </remarks>
/// <param name="axis">Axis of the channels.</param>
/// <param name="momentum">Momentum of the moving averages.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="center">Whether there is a beta.</param>
/// <param name="scale">Whether there is a gamma.</param>
/// <param name="betaInitializer">First values of beta; zeros when not given.</param>
/// <param name="gammaInitializer">First values of gamma; ones when not given.</param>
/// <param name="movingMeanInitializer">First values of the moving mean; zeros when not given.</param>
/// <param name="movingVarianceInitializer">First values of the moving variance; ones when not given.</param>
/// <param name="betaRegularizer">A penalty on beta.</param>
/// <param name="gammaRegularizer">A penalty on gamma.</param>
/// <param name="betaConstraint">What beta is brought to after each update.</param>
/// <param name="gammaConstraint">What gamma is brought to after each update.</param>
/// <param name="renorm">Batch renormalisation (Ioffe 2017): training corrects towards the moving statistics.</param>
/// <param name="renormClipping">Limits <c>rmin</c>, <c>rmax</c>, <c>dmax</c> of the correction.</param>
/// <param name="renormMomentum">Momentum of the statistics of the correction.</param>
/// <param name="synchronized">Whether statistics are those of all devices; there is one here.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "BatchNormalization")]
[ConfigOrder("gamma_constraint", "synchronized")]
public sealed partial class BatchNormalization(
    int axis = -1, double momentum = 0.99, double epsilon = 0.001, bool center = true, bool scale = true, Initializer? betaInitializer = null,
    Initializer? gammaInitializer = null, Initializer? movingMeanInitializer = null, Initializer? movingVarianceInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null, Constraint? gammaConstraint = null,
    bool renorm = false, Config? renormClipping = null, double renormMomentum = 0.99, bool synchronized = false, string? name = null, bool trainable = true,
    DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    internal override bool TakesMask => true;

    private readonly Initializer _betaInitializer = betaInitializer ?? "zeros";
    private readonly Initializer _gammaInitializer = gammaInitializer ?? "ones";
    private readonly Initializer _movingMeanInitializer = movingMeanInitializer ?? "zeros";
    private readonly Initializer _movingVarianceInitializer = movingVarianceInitializer ?? "ones";
    private readonly Config? _renormClipping = renormClipping ?? (renorm ? [] : null);
    private Variable? _gamma, _beta, _movingStddev, _renormMean, _renormStddev;
    private Variable _movingMean = null!, _movingVariance = null!;

    /// <inheritdoc/>
    internal override bool TreatsSamplesAlone(bool training) => !training && base.TreatsSamplesAlone(training);

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int at = Axes.Normalize(axis, input.Rank);
        Shape shape = [input[at]];
        _gamma = scale ? AddWeight("gamma", shape, _gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint, autocast: false) : null;
        _beta = center ? AddWeight("beta", shape, _betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint, autocast: false) : null;
        _movingMean = AddWeight("moving_mean", shape, _movingMeanInitializer, trainable: false, autocast: false);
        _movingVariance = AddWeight("moving_variance", shape, _movingVarianceInitializer, trainable: false, autocast: false);
        if (renorm)
        {
            _movingStddev = AddWeight("moving_stddev", shape, "ones", trainable: false, autocast: false);
            _renormMean = AddWeight("renorm_mean", shape, "zeros", trainable: false, autocast: false);
            _renormStddev = AddWeight("renorm_stddev", shape, "ones", trainable: false, autocast: false);
        }

        InputSpec = new InputSpec(Ndim: input.Rank, Axes: new Dictionary<int, int> { [axis] = input[at] });
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        int at = Axes.Normalize(axis, x.Rank);
        if (at != x.Rank - 1)
        {
            int[] toLast = [.. Enumerable.Range(0, x.Rank).Where(i => i != at), at];
            Tensor y = Apply(Prim.Transpose(x, toLast), arguments);
            return [Prim.Transpose(y, [.. Enumerable.Range(0, x.Rank).Select(i => Array.IndexOf(toLast, i))])];
        }

        return [Apply(x, arguments)];
    }

    /// <summary>Channels are the last axis here.</summary>
    private Tensor Apply(Tensor x, CallArguments arguments)
    {
        DType own = x.DType;
        x = own is DType.Float16 or DType.BFloat16 ? Prim.Convert(x, DType.Float32) : x;
        DType type = x.DType;
        Tensor gamma = _gamma is null ? Prim.Ones(_movingMean.Shape, type) : Prim.Convert(_gamma.Value, type);
        Tensor beta = _beta is null ? Prim.Zeros(_movingMean.Shape, type) : Prim.Convert(_beta.Value, type);
        if (!arguments.Training!.Value || !Trainable)
        {
            return Prim.Convert(Normalize(x, _movingMean.Value, _movingVariance.Value, gamma, beta), own);
        }

        Tensor y, mean, variance;
        if (arguments.MaskOf(0) is { } mask)
        {
            (mean, variance) = MaskedMoments(x, mask);
            y = Normalize(x, mean, variance, gamma, beta);
        }
        else
        {
            Tensor factor = gamma, shift = beta;
            if (renorm)
            {
                (factor, shift) = Renormalize(x, gamma, beta);
            }

            (y, mean, variance) = Prim.BatchNormTraining(x, factor, shift, epsilon);
        }

        Average(_movingMean, mean, momentum);
        if (renorm)
        {
            Tensor deviation = Prim.Sqrt(Prim.Add(variance, epsilon));
            Average(_movingStddev!, deviation, momentum);
            Average(_renormMean!, mean, renormMomentum);
            Average(_renormStddev!, deviation, renormMomentum);
            _movingVariance.Assign(Prim.Maximum(Prim.Subtract(Prim.Square(_movingStddev!.Value), epsilon), 0));
        }
        else
        {
            Average(_movingVariance, variance, momentum);
        }

        return Prim.Convert(y, own);
    }

    private Tensor Normalize(Tensor x, Tensor mean, Tensor variance, Tensor gamma, Tensor beta)
    {
        Tensor factor = Prim.Multiply(Prim.Rsqrt(Prim.Add(Prim.Convert(variance, x.DType), epsilon)), gamma);
        return Prim.Add(Prim.Multiply(Prim.Subtract(x, Prim.Convert(mean, x.DType)), factor), beta);
    }

    /// <summary>
    /// r = std / moving std and d = (mean - moving mean) / moving std, clipped and taken as constants: gamma and beta of the corrected transform.
    /// </summary>
    private (Tensor Gamma, Tensor Beta) Renormalize(Tensor x, Tensor gamma, Tensor beta)
    {
        (Tensor mean, Tensor variance) = Prim.Moments(x, [.. Enumerable.Range(0, x.Rank - 1)]);
        Tensor r = Prim.Divide(Prim.Sqrt(Prim.Add(variance, epsilon)), _renormStddev!.Value);
        Tensor d = Prim.Divide(Prim.Subtract(mean, _renormMean!.Value), _renormStddev.Value);
        r = Limit("rmin") is { } low ? Prim.Maximum(r, low) : r;
        r = Limit("rmax") is { } high ? Prim.Minimum(r, high) : r;
        d = Limit("dmax") is { } most ? Prim.Maximum(Prim.Minimum(d, most), -most) : d;
        (r, d) = (Prim.StopGradient(r), Prim.StopGradient(d));
        return (Prim.Multiply(gamma, r), Prim.Add(Prim.Multiply(d, gamma), beta));
    }

    private double? Limit(string key) => _renormClipping!.TryGetValue(key, out object? value) ? value switch { double d => d, long n => n, _ => null } : null;

    private static (Tensor Mean, Tensor Variance) MaskedMoments(Tensor x, Tensor mask)
    {
        Tensor weights = Prim.BroadcastTo(Prim.Reshape(Prim.Convert(mask, x.DType), mask.Shape.Insert(mask.Rank, 1)), x.Shape);
        int[] axes = [.. Enumerable.Range(0, x.Rank - 1)];
        Tensor count = Prim.Add(Prim.ReduceSum(weights, axes), 1e-7);
        Tensor mean = Prim.Divide(Prim.ReduceSum(Prim.Multiply(weights, x), axes), count);
        Tensor difference = Prim.Subtract(x, mean);
        return (mean, Prim.Divide(Prim.ReduceSum(Prim.Multiply(weights, Prim.Square(difference)), axes), count));
    }

    private static void Average(Variable average, Tensor value, double momentum) =>
        average.Assign(Prim.Add(Prim.Multiply(average.Value, momentum), Prim.Multiply(Prim.StopGradient(Prim.Convert(value, average.DType)), 1 - momentum)));
}
