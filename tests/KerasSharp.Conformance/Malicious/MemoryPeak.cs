using System.Globalization;

namespace KerasSharp.Conformance;

/// <summary>
/// What a case takes in memory at most: on Linux the peak of the process's resident set over what it was before (the kernel keeps it, and lets it be set back); elsewhere, more strictly,
/// all that was allocated.
/// </summary>
internal readonly struct MemoryPeak
{
    private const long MostBytes = 64L << 20;
    private const string ResetFile = "/proc/self/clear_refs", StatusFile = "/proc/self/status";

    private readonly long _baseline;
    private readonly bool _isResident;

    private MemoryPeak(bool isResident) => (_isResident, _baseline) = (isResident, isResident ? Peak() : GC.GetTotalAllocatedBytes());

    public static MemoryPeak Start()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        if (!OperatingSystem.IsLinux())
        {
            return new MemoryPeak(isResident: false);
        }

        try
        {
            File.WriteAllText(ResetFile, "5");
            return new MemoryPeak(isResident: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new MemoryPeak(isResident: false);
        }
    }

    /// <summary>What is wrong; null where the case kept to the bound.</summary>
    public string? Excess()
    {
        long taken = (_isResident ? Peak() : GC.GetTotalAllocatedBytes()) - _baseline;
        return taken > MostBytes ? $"it took {taken >> 20} MB ({(_isResident ? "peak of the resident set" : "allocated in all")})" : null;
    }

    private static long Peak()
    {
        string line = File.ReadLines(StatusFile).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
