using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KerasSharp.Bench;

/// <summary>A process of <c>bench/peers/torch_layers.py</c>, which reads the name of a layer and answers with its times.</summary>
internal sealed class LayerPeer : IDisposable
{
    private readonly Process _process;

    /// <param name="command">The command line: an interpreter and the script.</param>
    /// <param name="threads">Its number of threads.</param>
    /// <param name="seconds">Time to spend on each measurement.</param>
    public LayerPeer(string command, int threads, double seconds)
    {
        string[] parts = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(parts[0], [.. parts[1..], seconds.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Milliseconds of a forward pass and of forward and backward; null where the peer has no such layer.</summary>
    public (double Forward, double Both)? Measure(string name)
    {
        _process.StandardInput.WriteLine(name);
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new ArgumentException($"The peer ended at the layer '{name}'.");
        using JsonDocument answer = JsonDocument.Parse(line);
        return answer.RootElement.TryGetProperty("forward", out JsonElement forward) ? (forward.GetDouble(), answer.RootElement.GetProperty("both").GetDouble()) : null;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
