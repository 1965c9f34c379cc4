using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Training;

/// <summary>The batches of each epoch in turn; with a number of steps an epoch goes on where the last one stopped.</summary>
internal sealed class EpochFeed(BatchPlan plan, Shuffle shuffle, int? stepsPerEpoch)
{
    private readonly Philox _random = new((uint)SeedGenerator.MakeDefaultSeed(), 1);
    private int _next = -1;
    private int _inEpoch;

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
        if (shuffle.Batches)
        {
            plan.ShuffleBatches(_random);
        }
        else if (shuffle.Samples)
        {
            plan.Shuffle(_random);
        }
    }
}
