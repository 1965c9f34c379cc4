using System.Diagnostics;
using System.Text.Json;

namespace KerasSharp.Bench;

/// <summary>A process of a peer, which reads lines and answers each with a line of JSON.</summary>
internal sealed class LinePeer : IDisposable
{
    private readonly Process _process;

    /// <param name="command">The command line: an interpreter and the script.</param>
    /// <param name="arguments">What is added to it.</param>
    public LinePeer(string command, params IEnumerable<string> arguments)
    {
        string[] parts = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _process = Process.Start(new ProcessStartInfo(parts[0], [.. parts[1..], .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>The numbers of the answer by their names.</summary>
    public Dictionary<string, double> Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new ArgumentException($"The peer ended at '{line}'.");
        using JsonDocument document = JsonDocument.Parse(answer);
        return document.RootElement.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.Number).ToDictionary(item => item.Name, item => item.Value.GetDouble());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
