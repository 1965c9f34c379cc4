using System.Globalization;

namespace KerasSharp.Bench;

/// <summary>Options of <c>layers</c>.</summary>
/// <param name="Threads">Number of threads of both sides.</param>
/// <param name="Seconds">Time spent on each measurement.</param>
/// <param name="Rounds">How often both sides take turns.</param>
/// <param name="Peer">The command line that starts <c>bench/peers/torch_layers.py</c>, if any.</param>
/// <param name="Names">Parts of the names of the layers wanted; none is all.</param>
internal sealed record LayersOptions(int Threads, double Seconds, int Rounds, string? Peer, string[] Names)
{
    public static LayersOptions Parse(string[] args)
    {
        var options = new LayersOptions(2, 0.2, 3, null, []);
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                options = options with { Names = [.. options.Names, args[i]] };
                continue;
            }

            string option = args[i], text = ++i < args.Length ? args[i] : throw new ArgumentException($"{option} needs a value.");
            options = option switch
            {
                "--threads" => options with { Threads = (int)Number(option, text) },
                "--seconds" => options with { Seconds = Number(option, text) },
                "--rounds" => options with { Rounds = (int)Number(option, text) },
                "--peer" => options with { Peer = text },
                _ => throw new ArgumentException($"Unknown option {option}. Expected --threads, --seconds, --rounds or --peer."),
            };
        }

        return options;
    }

    /// <summary>A positive number given on the command line.</summary>
    public static double Number(string what, string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value > 0 ? value : throw new ArgumentException($"{what} needs a positive number. Received: {text}.");
}
