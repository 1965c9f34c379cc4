using System.Diagnostics;
using System.Globalization;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>
/// Good files, changed in thousands of ways: loading them ends well or in a <see cref="ModelFormatException"/>, takes less than a bound of memory, and no second. The environment variable
/// <c>KERASSHARP_FUZZ_RUNS</c> sets how many, <c>KERASSHARP_FUZZ_FIRST</c> the number of the first, <c>KERASSHARP_FUZZ_KEEP</c> a folder for the files that fail.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int UsualRuns = 5000;

    /// <summary>Bytes of managed memory that one load may allocate in all: the largest seed has a tenth of a megabyte.</summary>
    private const long MostBytes = 64 << 20;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_ChangedFiles_EndInNothingButAnErrorOfOurOwn()
    {
        List<FuzzSeed> seeds = FuzzCorpus.Make(_folder);
        var target = new FuzzTarget(_folder);
        int first = Setting("FIRST") ?? 0, runs = Setting("RUNS") ?? UsualRuns, refused = 0;
        var failures = new List<string>();
        for (int number = first; number < first + runs && failures.Count < 20; number++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            FuzzSeed seed = seeds[number % seeds.Count];
            byte[] bytes = new Mutator(number).Change(seed, seeds);
            (string? failure, bool isRefused) = Run(target, seed.Kind, bytes);
            if (failure is not null && failure.StartsWith("took", StringComparison.Ordinal))
            {
                // Another process may have been in the way.
                (failure, _) = Run(target, seed.Kind, bytes);
            }

            refused += isRefused ? 1 : 0;
            if (failure is not null)
            {
                failures.Add($"{number}, {seed.Name}: {failure}");
                Keep(number, seed, bytes);
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.InRange(refused, runs / 4, runs);
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable($"KERASSHARP_FUZZ_{name}"), CultureInfo.InvariantCulture, out int value) ? value : null;

    private static void Keep(int number, FuzzSeed seed, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("KERASSHARP_FUZZ_KEEP") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{number}_{seed.Name}"), bytes);
        }
    }

    private static (string? Failure, bool IsRefused) Run(FuzzTarget target, FuzzKind kind, byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        bool isRefused = false;
        try
        {
            target.Load(kind, bytes);
        }
        catch (ModelFormatException error)
        {
            isRefused = true;
            if (error.InnerException is NullReferenceException or IndexOutOfRangeException or KeyNotFoundException)
            {
                return ($"an error that does not say what is wrong: {error.InnerException.Message}{Where(error.InnerException)}", true);
            }
        }
#pragma warning disable CA1031 // Whatever else a file brings about is what is looked for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ($"{error.GetType().Name}: {error.Message}{Where(error)}", false);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (watch.Elapsed > MostTime ? $"took {watch.ElapsedMilliseconds} ms" : allocated > MostBytes ? $"allocated {allocated >> 20} MB" : null, isRefused);
    }

    private static string Where(Exception error) => string.Concat(error.StackTrace?.Split('\n').Take(4).Select(line => $"\n{line}") ?? []);
}
