namespace KerasSharp.Bench;

/// <summary>Options of <c>io</c>.</summary>
/// <param name="Megabytes">Size of the model.</param>
/// <param name="Rounds">How often all take turns.</param>
/// <param name="Folder">Where files are written.</param>
/// <param name="Peer">The command line that starts <c>bench/peers/h5py_io.py</c>, if any.</param>
internal sealed record IoOptions(int Megabytes, int Rounds, string Folder, string? Peer)
{
    public static IoOptions Parse(string[] args)
    {
        var options = new IoOptions(100, 7, Path.GetTempPath(), null);
        for (int i = 0; i < args.Length; i++)
        {
            string option = args[i], text = ++i < args.Length ? args[i] : throw new ArgumentException($"{option} needs a value.");
            options = option switch
            {
                "--megabytes" => options with { Megabytes = (int)LayersOptions.Number(option, text) },
                "--rounds" => options with { Rounds = (int)LayersOptions.Number(option, text) },
                "--folder" => options with { Folder = text },
                "--peer" => options with { Peer = text },
                _ => throw new ArgumentException($"Unknown option {option}. Expected --megabytes, --rounds, --folder or --peer."),
            };
        }

        return options;
    }
}
