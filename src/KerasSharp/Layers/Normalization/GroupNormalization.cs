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
            // Statistics of each channel first, along the positions, and those of a group from its channels': all wide tensors keep the channels innermost.
            Shape groups = Shape.Of(x.Shape[0], count, channels / count), line = Shape.Of([.. Enumerable.Range(0, x.Rank).Select(i => i == 0 || i == at ? x.Shape[i] : 1)]);
            int[] positions = [.. Enumerable.Range(1, x.Rank - 1).Where(axis => axis != at)];
            (Tensor mean, Tensor variance) = positions.Length == 0 ? (x, Prim.Zeros(x.Shape, x.DType)) : Prim.Moments(x, positions);
            (Tensor center, Tensor between) = Prim.Moments(Prim.Reshape(mean, groups), 2);
            Tensor within = Prim.Divide(Prim.ReduceSum(Prim.Reshape(variance, groups), 2), Prim.Scalar(channels / count, x.DType));
            Tensor factor = Spread(Prim.Rsqrt(Prim.Add(Prim.Add(within, between), epsilon)), groups), shift = Prim.Negate(Prim.Multiply(Spread(center, groups), factor));
            if (_gamma is not null)
            {
                Tensor gamma = Prim.Convert(_gamma.Value, x.DType);
                (factor, shift) = (Prim.Multiply(factor, gamma), Prim.Multiply(shift, gamma));
            }

            shift = _beta is null ? shift : Prim.Add(shift, Prim.Convert(_beta.Value, x.DType));
            return Prim.Add(Prim.Multiply(x, Prim.Reshape(factor, line)), Prim.Reshape(shift, line));
        });
    }

    private int GroupsOf(int channels) => _groups == -1 ? Math.Max(channels, 1) : _groups;

    /// <summary>The number of each group for each of its channels.</summary>
    private static Tensor Spread(Tensor ofGroups, Shape groups) =>
        Prim.Reshape(Prim.BroadcastTo(Prim.Reshape(ofGroups, groups.With(2, 1)), groups), Shape.Of(groups[0], groups[1] * groups[2]));
}
