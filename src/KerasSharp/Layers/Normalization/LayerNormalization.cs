using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Brings each sample to mean 0 and variance 1 along axes, then scales and shifts (Ba, Kiros and Hinton 2016).</summary>
/// <remarks>Input and output shape: any, the same. Weights: <c>gamma</c>, <c>beta</c>, of the sizes of the axes.</remarks>
/// <param name="axis">Axis or axes; the last when not given.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="center">Whether there is a beta.</param>
/// <param name="scale">Whether there is a gamma.</param>
/// <param name="betaInitializer">First values of beta; zeros when not given.</param>
/// <param name="gammaInitializer">First values of gamma; ones when not given.</param>
/// <param name="betaRegularizer">A penalty on beta.</param>
/// <param name="gammaRegularizer">A penalty on gamma.</param>
/// <param name="betaConstraint">What beta is brought to after each update.</param>
/// <param name="gammaConstraint">What gamma is brought to after each update.</param>
/// <param name="rmsScaling">Whether to divide by the root mean square only, as older files may say.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
[KerasSerializable("keras.layers", "LayerNormalization")]
[ConfigOrder("scale", "rms_scaling")]
public sealed partial class LayerNormalization(
    Sizes? axis = null, double epsilon = 0.001, bool center = true, bool scale = true, Initializer? betaInitializer = null, Initializer? gammaInitializer = null,
    Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null, Constraint? gammaConstraint = null,
    bool rmsScaling = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype)
{
    private readonly Initializer _betaInitializer = betaInitializer ?? "zeros";
    private readonly Initializer _gammaInitializer = gammaInitializer ?? "ones";
    private Variable? _gamma, _beta;
    private bool _isLast;

    /// <summary>The axes; counted from the first one once the layer is built, as files of Keras have them.</summary>
    public Sizes Axis { get; private set; } = axis ?? -1;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape shape = Shape.Of([.. AxesOf(input.Rank).Select(a => input[a])]);
        if (scale || rmsScaling)
        {
            _gamma = AddWeight("gamma", shape, _gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint, autocast: false);
        }

        if (center && !rmsScaling)
        {
            _beta = AddWeight("beta", shape, _betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint, autocast: false);
        }

        // Over the last axis alone inputs of any rank will do.
        int[] axes = AxesOf(input.Rank);
        Axis = axes;
        _isLast = axes is [int last] && last == input.Rank - 1;
        InputSpec = _isLast
            ? new InputSpec(Axes: new Dictionary<int, int> { [-1] = input[^1] })
            : new InputSpec(Ndim: input.Rank, Axes: axes.ToDictionary(a => a, a => input[a]));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.DType is DType.Float16 or DType.BFloat16)
        {
            // Sums of squares leave the range of 16 bits.
            return Prim.Convert(Call(Prim.Convert(inputs, DType.Float32)), inputs.DType);
        }

        int[] axes = AxesOf(inputs.Rank);
        if (axes is [int last] && last == inputs.Rank - 1 && _gamma is not null && _beta is not null)
        {
            return Prim.LayerNorm(inputs, _gamma.Value, _beta.Value, epsilon);
        }

        Shape kept = inputs.Shape, weights = Shape.Of([.. Enumerable.Repeat(1, inputs.Rank)]);
        foreach (int a in axes)
        {
            kept = kept.With(a, 1);
            weights = weights.With(a, inputs.Shape[a]);
        }

        (Tensor mean, Tensor variance) = Prim.Moments(inputs, axes);
        Tensor y;
        if (rmsScaling)
        {
            y = Prim.Multiply(inputs, Prim.Rsqrt(Prim.Add(Prim.Reshape(variance, kept), epsilon)));
        }
        else
        {
            y = Prim.Multiply(Prim.Subtract(inputs, Prim.Reshape(mean, kept)), Prim.Rsqrt(Prim.Add(Prim.Reshape(variance, kept), epsilon)));
        }

        y = _gamma is null ? y : Prim.Multiply(y, Prim.Reshape(_gamma.Value, weights));
        return _beta is null ? y : Prim.Add(y, Prim.Reshape(_beta.Value, weights));
    }

    private int[] AxesOf(int rank) => _isLast ? [rank - 1] : Primitives.Axes.Of([.. Axis], rank).Span.ToArray();
}
