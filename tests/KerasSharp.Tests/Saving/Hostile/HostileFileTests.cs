using System.Diagnostics;
using KerasSharp.Conformance;

namespace KerasSharp.Tests.Saving.Hostile;

/// <summary>Each of the hostile and odd files ends as it must, within its time and memory.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Load_EveryHostileFile_EndsAsItMust()
    {
        // In a process of their own, whose memory is theirs alone.
        HostileFiles.ExtractTo(_folder);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string runner = typeof(MaliciousRunner).Assembly.Location;
        foreach (string argument in (string[])["exec", "--runtimeconfig", Path.ChangeExtension(typeof(HostileFileTests).Assembly.Location, ".runtimeconfig.json"), runner, "--malicious", _folder])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("320 passed, 0 failed", output.Trim(), StringComparison.Ordinal);
        Assert.Equal((0, true), (process.ExitCode, (await errors).Length >= 0));
    }
}
