using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Brings each group of channels of each sample to mean 0 and variance 1, then scales and shifts each channel (Wu and He 2018).</summary>
/// <remarks>Input and output shape: <c>(batch, ..., channels)</c>, the same. Weights: <c>gamma</c>, <c>beta</c>, each <c>(channels,)</c>.</remarks>
/// <param name="groups">Number of groups, which must divide the number of channels; -1 for one of each channel.</param>
/// <param name="axis">Axis of the channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="center">Whether there is a beta.</param>
/// <param name="scale">Whether there is a gamma.</param>
/// <param name="betaInitializer">First values of beta; zeros when not given.</param>
/// <param name="gammaInitializer">First values of gamma; ones when not given.</param>
/// <param name="betaRegularizer">A penalty on beta.</param>
/// <param name="gammaRegularizer">A penalty on gamma.</param>
/// <param name="betaConstraint">What beta is brought to after each update.</param>
/// <param name="gammaConstraint">What gamma is brought to after each update.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">The number of groups is neither -1 nor at least 1, or the axis is that of the batch.</exception>
[KerasSerializable("keras.layers", "GroupNormalization")]
public sealed partial class GroupNormalization(
    int groups = 32, int axis = -1, double epsilon = 0.001, bool center = true, bool scale = true, Initializer? betaInitializer = null,
    Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null,
    Constraint? gammaConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly int _groups = groups == -1 ? groups : Arguments.AtLeast(1, groups, nameof(groups), nameof(GroupNormalization));
    private readonly int _axis = axis != 0 ? axis : throw new ArgumentException("GroupNormalization: axis must not be that of the batch. Received: axis=0.", nameof(axis));
    private readonly Initializer _betaInitializer = betaInitializer ?? "zeros";
    private readonly Initializer _gammaInitializer = gammaInitializer ?? "ones";
    private Variable? _gamma, _beta;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int channels = input[Primitives.Axes.Normalize(_axis, input.Rank)];
        if (channels < 0 || channels % GroupsOf(channels) != 0)
        {
            throw new ShapeException(
                $"{Label}: the number of channels, axis {_axis}, must be known and divisible by groups={_groups}. Received: inputs.Shape={input}. Write another number of groups; 1 and -1 always divide.", nameof(input));
        }

        _gamma = scale ? AddWeight("gamma", [channels], _gammaInitializer, regularizer: gammaRegularizer, constraint: gammaConstraint) : null;
        _beta = center ? AddWeight("beta", [channels], _betaInitializer, regularizer: betaRegularizer, constraint: betaConstraint) : null;
        InputSpec = new InputSpec(Ndim: input.Rank, Axes: new Dictionary<int, int> { [_axis] = channels });
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int at = Primitives.Axes.Normalize(_axis, inputs.Rank), channels = inputs.Shape[at], count = GroupsOf(channels);
        return Op.InFloat32(inputs, x =>
        {
            Tensor grouped = Prim.Reshape(x, x.Shape.With(at, channels / count).Insert(at, count));
            int[] axes = [.. Enumerable.Range(1, x.Rank).Where(a => a != at)];
            (Tensor mean, Tensor variance) = Prim.Moments(grouped, axes);
            Shape kept = axes.Aggregate(grouped.Shape, (shape, a) => shape.With(a, 1));
            Tensor y = Prim.Multiply(Prim.Subtract(grouped, Prim.Reshape(mean, kept)), Prim.Rsqrt(Prim.Add(Prim.Reshape(variance, kept), epsilon)));
            y = Prim.Reshape(y, x.Shape);
            y = _gamma is null ? y : Prim.Multiply(y, Line(_gamma, x, at));
            return _beta is null ? y : Prim.Add(y, Line(_beta, x, at));
        });
    }

    private int GroupsOf(int channels) => _groups == -1 ? Math.Max(channels, 1) : _groups;

    /// <summary>A weight along the channels, to be broadcast.</summary>
    private static Tensor Line(Variable weight, Tensor x, int at) =>
        Prim.Reshape(Prim.Convert(weight.Value, x.DType), Shape.Of([.. Enumerable.Range(0, x.Rank).Select(i => i == at ? x.Shape[at] : 1)]));
}
