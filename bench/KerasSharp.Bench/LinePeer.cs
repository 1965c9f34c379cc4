using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace KerasSharp.Bench;

/// <summary>A process of a peer, which reads lines and answers each with a line of JSON.</summary>
internal sealed class LinePeer : IDisposable
{
    private readonly Process _process;

    private readonly string _command;

    /// <param name="command">The command line: an interpreter and the script.</param>
    /// <param name="arguments">What is added to it.</param>
    /// <exception cref="ArgumentException">It cannot be started.</exception>
    public LinePeer(string command, params IEnumerable<string> arguments)
    {
        _command = command;
        string[] parts = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            _process = Process.Start(new ProcessStartInfo(parts is [var program, ..] ? program : "", [.. parts.Skip(1), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            throw new ArgumentException($"The peer must be a command that can be started. Received: \"{command}\". {error.Message}", error);
        }
    }

    /// <summary>The numbers of the answer by their names.</summary>
    /// <exception cref="ArgumentException">The peer has ended, or answers something else.</exception>
    public Dictionary<string, double> Ask(string line)
    {
        string? answer = null;
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
            answer = _process.StandardOutput.ReadLine();
            using JsonDocument document = JsonDocument.Parse(answer ?? "");
            return document.RootElement.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.Number).ToDictionary(item => item.Name, item => item.Value.GetDouble());
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidOperationException)
        {
            throw new ArgumentException(
                answer is null
                    ? $"The peer \"{_command}\" ended at '{line}'{(_process.WaitForExit(TimeSpan.FromSeconds(1)) ? $", with the exit code {_process.ExitCode}" : "")}. What it said stands above."
                    : $"The peer \"{_command}\" must answer '{line}' with an object of JSON in one line. Received: {answer}",
                error);
        }
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; Ask has said so.
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
