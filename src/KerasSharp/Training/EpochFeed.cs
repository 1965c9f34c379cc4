using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Training;

/// <summary>The batches of each epoch in turn; with a number of steps an epoch goes on where the last one stopped.</summary>
/// <remarks>
/// The order of samples depends on the seed of the process and on the number of steps taken before, which the optimizer knows and files keep: training that is interrupted and goes on takes
/// the orders that it would have taken.
/// </remarks>
/// <param name="plan">The samples.</param>
/// <param name="shuffle">How they are ordered.</param>
/// <param name="stepsPerEpoch">Batches in an epoch; all when null.</param>
/// <param name="stepsTaken">Number of steps that the optimizer has taken so far.</param>
internal sealed class EpochFeed(BatchPlan plan, Shuffle shuffle, int? stepsPerEpoch, Func<long> stepsTaken)
{
    private int _seed = SeedGenerator.ShuffleSeed;
    private long _order = -1;
    private int _next = -1;
    private int _inEpoch;

    /// <summary>Batches taken in this epoch.</summary>
    public int InEpoch => _inEpoch;

    /// <summary>Where it stands. Setting it goes on from there.</summary>
    public FeedPlace Place
    {
        get => new(_seed, _order, _next, _inEpoch);
        set
        {
            if (value.Next < -1 || value.Next > plan.Steps || value.InEpoch < 0 || (value.Next >= 0 && value.Order < 0))
            {
                throw new ArgumentException($"The place must lie in the {plan.Steps} batches. Received: {value}.", nameof(value));
            }

            (_seed, _order, _next, _inEpoch) = value;
            if (_next >= 0)
            {
                Reorder();
            }
        }
    }

    /// <summary>The next batches of the epoch, in one list.</summary>
    /// <param name="most">How many are wanted; the last ones of an epoch may be fewer.</param>
    /// <param name="batches">The tensors of the batches, one batch after another.</param>
    /// <param name="count">How many batches there are.</param>
    public bool TryNext(int most, [NotNullWhen(true)] out Tensor[]? batches, out int count)
    {
        batches = null;
        count = 0;
        if (stepsPerEpoch is { } steps && _inEpoch == steps)
        {
            return false;
        }

        if (_next < 0)
        {
            Start();
        }
        else if (_next == plan.Steps)
        {
            _next = -1;
            if (stepsPerEpoch is not null)
            {
                Console.Error.WriteLine(
                    $"Warning: the input ran out of data after {_inEpoch} of the {stepsPerEpoch} steps of an epoch, which ends here. The data has {plan.Steps} batches; give at least stepsPerEpoch * epochs of them, or leave stepsPerEpoch out.");
            }

            return false;
        }

        count = Math.Min(most, Math.Min(plan.Steps - _next, stepsPerEpoch is { } limit ? limit - _inEpoch : int.MaxValue));
        batches = plan.Gather(_next, count);
        _next += count;
        _inEpoch += count;
        return true;
    }

    public void EndEpoch()
    {
        _inEpoch = 0;
        if (stepsPerEpoch is null || _next == plan.Steps)
        {
            _next = -1;
        }
    }

    private void Start()
    {
        _next = 0;

        // Steps that do not count, as those of a training step of one's own, still lead to other orders.
        _order = Math.Max(stepsTaken(), _order + 1);
        Reorder();
    }

    private void Reorder()
    {
        var random = new Philox((uint)_seed, (uint)_order);
        if (shuffle.Batches)
        {
            plan.ShuffleBatches(random);
        }
        else if (shuffle.Samples)
        {
            plan.Shuffle(random);
        }
    }
}

/// <summary>A place in the batches of a training.</summary>
/// <param name="Seed">The seed of orders.</param>
/// <param name="Order">Number of the present order; -1 before the first.</param>
/// <param name="Next">The next batch in that order; -1 where another order comes next.</param>
/// <param name="InEpoch">Batches taken in this epoch.</param>
internal readonly record struct FeedPlace(int Seed, long Order, int Next, int InEpoch);
