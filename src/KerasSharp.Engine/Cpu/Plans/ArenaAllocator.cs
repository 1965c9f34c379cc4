namespace KerasSharp.Cpu.Plans;

/// <summary>Offsets for buffers of a plan: best fit among free ranges, neighbours joined when freed.</summary>
internal sealed class ArenaAllocator(long alignment)
{
    private readonly SortedDictionary<long, long> _free = []; // offset -> length

    /// <summary>Bytes that the arena must have.</summary>
    public long Size { get; private set; }

    public long Allocate(long bytes)
    {
        bytes = Round(bytes);
        long best = -1, bestLength = long.MaxValue;
        foreach ((long offset, long length) in _free)
        {
            if (length >= bytes && length < bestLength)
            {
                (best, bestLength) = (offset, length);
            }
        }

        if (best >= 0)
        {
            _free.Remove(best);
            if (bestLength > bytes)
            {
                _free[best + bytes] = bestLength - bytes;
            }

            return best;
        }

        // Grow, from the last free range where that reaches the end.
        long at = Size;
        foreach ((long offset, long length) in _free)
        {
            if (offset + length == Size)
            {
                at = offset;
            }
        }

        _free.Remove(at);
        Size = at + bytes;
        return at;
    }

    public void Free(long offset, long bytes)
    {
        bytes = Round(bytes);
        long before = -1, after = -1;
        foreach ((long other, long length) in _free)
        {
            if (other + length == offset)
            {
                before = other;
            }
            else if (other == offset + bytes)
            {
                after = other;
            }
        }

        if (after >= 0)
        {
            bytes += _free[after];
            _free.Remove(after);
        }

        if (before >= 0)
        {
            _free[before] += bytes;
        }
        else
        {
            _free[offset] = bytes;
        }
    }

    private long Round(long bytes) => Math.Max((bytes + alignment - 1) / alignment * alignment, alignment);
}
