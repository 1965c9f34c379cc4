using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Brings features to mean 0 and variance 1: <c>(x - mean) / sqrt(variance)</c>. Mean and variance are given, or learnt by <c>Adapt</c>.</summary>
/// <remarks>
/// Input and output shape: any, the same. Weights, where mean and variance are learnt: <c>mean</c> and <c>variance</c> of the sizes of the axes, and <c>count</c>, none of them
/// trained. Until they are learnt (or set) mean is 0 and variance 1.
/// </remarks>
/// <param name="axis">Axis or axes along which each place has a mean and a variance of its own; the last when not given, <c>[]</c> for one mean of all numbers (Keras's <c>None</c>).</param>
/// <param name="mean">The mean, or one for each place; together with <paramref name="variance"/>.</param>
/// <param name="variance">The variance, or one for each place.</param>
/// <param name="invert">Whether to go back: <c>x * sqrt(variance) + mean</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained; they never are.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">One of mean and variance is given without the other, their shapes differ, or they have more axes than there are.</exception>
[KerasSerializable("keras.layers", "Normalization")]
public sealed partial class Normalization(
    Sizes? axis = null, [ConfigName(Order = 1)] Factors? mean = null, [ConfigName(Order = 1)] Factors? variance = null, bool invert = false, string? name = null, bool trainable = true,
    DTypePolicy? dtype = null) : AdaptableLayer(name, trainable, dtype)
{
    private const double Epsilon = 1e-7;
    private readonly Sizes _axis = axis is null ? new[] { -1 } : axis.ToArray();
    private readonly Factors? _mean = Checked(mean, variance, axis?.Count ?? 1);
    private Variable? _learntMean, _learntVariance;
    private Tensor? _totalMean, _totalVariance;
    private double _total;
    private int[] _kept = [];
    private Shape _input = Shape.Scalar;

    internal override bool IsAdaptable => _mean is null;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    public override void UpdateState(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckAdaptable();
        EnsureBuilt(batch.Shape);
        CheckSizes(batch.Shape);
        batch = Ops.Cast(batch, VariableDType);
        int[] others = [.. Enumerable.Range(0, batch.Rank).Where(i => !_kept.Contains(i))];
        Tensor mean = others.Length == 0 ? batch : Ops.Mean(batch, others), variance = others.Length == 0 ? Ops.ZerosLike(batch) : Ops.Var(batch, others);
        double count = others.Aggregate(1.0, (product, i) => product * batch.Shape[i]);
        _total += count;
        double share = count / _total;
        Tensor oldMean = _totalMean ?? Ops.ZerosLike(mean), oldVariance = _totalVariance ?? Ops.ZerosLike(variance), newMean = (oldMean * (1 - share)) + (mean * share);

        // The variance of all is that within the parts and that between their means.
        _totalVariance = ((oldVariance + Ops.Square(oldMean - newMean)) * (1 - share)) + ((variance + Ops.Square(mean - newMean)) * share);
        _totalMean = newMean;
    }

    /// <inheritdoc/>
    public override void FinalizeState()
    {
        if (_totalMean is not null)
        {
            _learntMean!.Assign(_totalMean);
            _learntVariance!.Assign(_totalVariance!);
        }
    }

    /// <inheritdoc/>
    public override void ResetState() => (_totalMean, _totalVariance, _total) = (null, null, 0);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_axis.Any(a => a < -input.Rank || a >= input.Rank))
        {
            throw new ShapeException($"{Label}: axis must be an axis of the input, of rank {input.Rank}. Received: axis=({string.Join(", ", _axis)}), inputs.Shape={input}.", nameof(input));
        }

        _kept = [.. _axis.Select(a => a < 0 ? a + input.Rank : a).Order()];
        _input = input;
        if (_kept.Any(a => input[a] < 0))
        {
            throw new ShapeException($"{Label}: the sizes of the axes ({string.Join(", ", _axis)}) must be known. Received: inputs.Shape={input}. Give them in the input's shape.", nameof(input));
        }

        Shape shape = Shape.Of([.. _kept.Select(a => input[a])]);
        if (_mean is null)
        {
            _learntMean = AddWeight("mean", shape, "zeros", trainable: false);
            _learntVariance = AddWeight("variance", shape, "ones", trainable: false);
            AddWeight("count", Shape.Scalar, "zeros", DType.Int32, trainable: false);
        }
        else if (!FitsInto(_mean.Shape, shape))
        {
            throw new ShapeException($"{Label}: mean and variance must fit the sizes {shape} of the axes. Received: mean.Shape={_mean.Shape}, inputs.Shape={input}.", nameof(input));
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckSizes(inputs.Shape);
        Tensor x = Prim.Convert(inputs, ComputeDType);
        Tensor mean = Spread(_learntMean, _mean), deviation = Prim.Maximum(Prim.Sqrt(Spread(_learntVariance, variance)), Epsilon);
        return invert ? Prim.Add(mean, Prim.Multiply(x, deviation)) : Prim.Divide(Prim.Subtract(x, mean), deviation);
    }

    private protected override void CheckAdaptable() => RequireAdaptable("mean and variance");

    /// <summary>Numbers of the axes kept as a tensor that broadcasts with the input.</summary>
    private Tensor Spread(Variable? learnt, Factors? given)
    {
        Tensor numbers = learnt is null ? given!.ToTensor(ComputeDType) : Prim.Convert(learnt.Value, ComputeDType);
        int[] sizes = [.. Enumerable.Repeat(1, _input.Rank)];
        for (int i = 1; i <= numbers.Rank; i++)
        {
            sizes[_kept[^i]] = numbers.Shape[^i];
        }

        return Prim.Reshape(numbers, Shape.Of(sizes));
    }

    private void CheckSizes(Shape shape)
    {
        if (shape.Rank != _input.Rank || _kept.Any(a => shape[a] >= 0 && shape[a] != _input[a]))
        {
            throw new ShapeException(
                $"{Label}: the input must have rank {_input.Rank} and, along the axes ({string.Join(", ", _axis)}), the sizes of {_input}, which it was built for. Received: inputs.Shape={shape}.", nameof(shape));
        }
    }

    /// <summary>Whether numbers, aligned at the right, broadcast to a shape.</summary>
    private static bool FitsInto(Shape numbers, Shape shape)
    {
        for (int i = 1; i <= numbers.Rank; i++)
        {
            if (i > shape.Rank || (numbers[^i] != 1 && numbers[^i] != shape[^i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Factors? Checked(Factors? mean, Factors? variance, int axes)
    {
        string Show(Factors? factors) => factors is null ? "null" : $"numbers of shape {factors.Shape}";
        return mean is null == variance is null && mean?.Shape == variance?.Shape && (mean?.Shape.Rank ?? 0) <= axes ? mean : throw new ArgumentException(
            $"Normalization: mean and variance must be given together, of one shape, with at most as many axes as axis names. Received: mean={Show(mean)}, variance={Show(variance)}, {axes} axes.", nameof(mean));
    }
}
