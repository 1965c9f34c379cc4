using System.Diagnostics.CodeAnalysis;

namespace KerasSharp.Training;

/// <summary>The batches of each epoch in turn; with a number of steps an epoch goes on where the last one stopped.</summary>
internal sealed class EpochFeed(BatchPlan plan, Shuffle shuffle, int? stepsPerEpoch)
{
    private readonly Philox _random = new((uint)SeedGenerator.MakeDefaultSeed(), 1);
    private int _next = -1;
    private int _inEpoch;

    /// <summary>Whether the epoch has had its last batch.</summary>
    public bool AtEnd => stepsPerEpoch is { } steps ? _inEpoch == steps : _next == plan.Steps;

    public bool TryNext([NotNullWhen(true)] out Tensor[]? batch)
    {
        batch = null;
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
                    "Warning: Your input ran out of data; interrupting training. Make sure that your dataset or generator can generate at least `steps_per_epoch * epochs` batches.");
            }

            return false;
        }

        batch = plan.Gather(_next++);
        _inEpoch++;
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
