namespace KerasSharp.Tests;

/// <summary>Tests that set or read what the whole process shares: the global seed, the number of threads, the console, the memory in use.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "Process-wide state";
}
